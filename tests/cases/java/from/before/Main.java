class Main {
    void kept() {}

    // begin old
    void oldOne() {}

    @Test
    void oldTwo() {}

    void last() {}
}
