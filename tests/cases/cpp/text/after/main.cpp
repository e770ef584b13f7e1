auto f() {
    return std::string("new ");
}
