const A: &[&str] = &[
    "first", // of first
    "middle",
    // of last
    "last"
];

fn f<'a, T: Into<X<u8, u16>>, const N: usize>(a: &'a T, (b, c): (i32, i32), d: impl Fn(i32, i32) -> i32) -> (i32, i32) {
    g(a, |x, y| x + y, vec![1, 2, 3]);
    let s = S { a: 1, b: h(1, 2), ..Default::default() };
    let t = (1,);
    match a { E::A(x, y) | E::B { x, y } => {} }
}

use std::{fmt, io::{self, Read, Write}};

#[derive(Debug, Clone)]
struct Only(u8, u16);
