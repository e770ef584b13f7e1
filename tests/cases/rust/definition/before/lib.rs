//! The crate.

use std::fmt;

/// A shape.
#[derive(Debug, Clone)]
pub struct Shape<'a> {
    pub name: &'a str, // kept
    /// How deep.
    #[serde(default)]
    depth: u8,
}

pub enum Kind {
    A,
    /// As it was.
    #[allow(dead_code)]
    Old(String, u8),
    B { x: u8 },
    Last
}

#[allow(dead_code)]
const OLD_LIMIT: &str = r#"a "}" "#;

impl<'a> Shape<'a> {
    pub fn new(name: &'a str) -> Self {
        Shape { name }
    }

    /// Doc.
    #[inline]
    #[must_use]
    pub fn old<T>(&self, c: char) -> bool
    where
        T: Clone,
    {
        c == '}' || c == '\'' /* nested /* } */ */
    }

    fn kept(&self) {}
}

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)
    }
}

trait Draw {
    fn draw(&self);
    fn gone(&self) {}
}

macro_rules! old_macro {
    ($x:expr) => { $x };
}

pub(crate) fn legacy() {}

// A detached comment.

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t() {}
}

fn main() {}
