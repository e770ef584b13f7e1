class A {
    void f() {
        check(
            "a",
            "d",
            "e");
        check(1
            , 4);
    }
}
