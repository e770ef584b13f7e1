void f() {
    one();
}
