//! The crate.

use std::fmt;

/// A shape.
#[derive(Debug, Clone)]
pub struct Shape<'a> {
    pub name: &'a str, // kept
}

pub enum Kind {
    A,
    B { x: u8 }
}

impl<'a> Shape<'a> {
    pub fn new(name: &'a str) -> Self {
        Shape { name }
    }

    fn kept(&self) {}
}

trait Draw {
    fn draw(&self);
}

// A detached comment.

fn main() {}
