use std::io;

struct S {
    a: i32,
    b: i32,
}

fn main() {
    if a {
        return;
    }
    f();
}
