class Main {
    // old words
    // of two lines
    void f() {
        int a = 1;
        g(a,
            2);
    }
    void h() {}
}
