struct S {
    a: i32,
}

fn main() {
    f();
}
