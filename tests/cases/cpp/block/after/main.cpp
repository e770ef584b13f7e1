void f(const Items& items) {
    two();
}
