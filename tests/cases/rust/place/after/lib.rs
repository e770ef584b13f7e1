#[repr(u8)]
pub enum Kind {
    Old,
    New,
}

pub enum Shape {
    Dot,
    Line(u8),
}

impl Shape {
    pub fn width(&self) -> u8 {
        match self {
            Shape::Dot => 0,
            _ => 1,
        }
    }

    pub fn new() -> Shape {
        Shape::Dot
    }
}

pub fn run() {}
