void f() {
    log(
        R"x(a)" ")x",
        ')', 1'000);
    one();
}
