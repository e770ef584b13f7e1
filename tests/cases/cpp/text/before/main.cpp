auto f() {
    return std::string("old ");
}
