#[repr(u8)]
pub enum Kind {
    Old,
    New,
    Next,
}

pub enum Shape {
    Dot,
    Box(u8),
    Line(u8),
}

impl Shape {
    pub fn width(&self) -> u8 {
        match self {
            Shape::Dot => 0,
            Shape::Box(width) => *width,
            _ => 1,
        }
    }

    pub fn new() -> Shape {
        Shape::Dot
    }
}

pub fn run() {}
