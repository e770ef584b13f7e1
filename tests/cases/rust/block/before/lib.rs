mod old {
    fn f() {}

    fn g() {}
}

mod kept {}
