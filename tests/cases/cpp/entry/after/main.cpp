class Box : public First, public Last {
    Box() : a_(1), last_(4) {}
    Map<Key, Alloc> map_;
};

void f(int a, Last c) {
    call([&a, c] { return 1; }, {1, 2});
}
