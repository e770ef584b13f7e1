const A: &[&str] = &[
    "middle"
    // of last
];

fn f<'a, T: Into<X<u8, u16>>>(a: &'a T, (b, c): (i32, i32)) -> (i32, i32) {
    g(a, vec![1, 2, 3]);
    let s = S { a: 1, ..Default::default() };
    let t = (1,);
    match a { E::A(x, y) | E::B { x, y } => {} }
}

use std::{fmt, io::{self, Read, Write}};

#[derive(Debug)]
struct Only(u8, u16);
