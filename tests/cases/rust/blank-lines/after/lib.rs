struct S {
    a: i32,

    c: i32,
}


fn one() {

    second();
}
