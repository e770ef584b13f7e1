struct S {
    a: i32,

    b: i32,

    c: i32,
}


fn one() {

    first();

    second();
}

fn two() {}
