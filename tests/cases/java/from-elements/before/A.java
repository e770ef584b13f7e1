class A {
    void f() {
        check(
            "a",
            "b",
            // of c
            "c",
            "d",
            "e");
        check(1
            , 2
            , 3
            , 4);
    }
}
