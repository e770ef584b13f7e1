class Box : public First, private Old, public Last {
    Box() : a_(1), old_{2, 3}, last_(4) {}
    Map<Key, Pair<int, Old>, Alloc> map_;
};

void f(int a, const Old& b = Old(1, 2), Last c) {
    call([&a, old, c] { return 1; }, "x, y", {1, 2});
}
