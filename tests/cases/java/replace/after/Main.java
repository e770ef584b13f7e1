class Main {
    // new words
    void f() {
        int a = 1 + 1;
        g(
            a
        );
    }
    int k() {
        return 1;
    }
}
