class Main {
    void kept() {}

    void last() {}
}
