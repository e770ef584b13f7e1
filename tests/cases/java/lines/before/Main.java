class Main {
    @Test
    void old() {
        call();
    }
    int kept;
}
