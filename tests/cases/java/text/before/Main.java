class Main {
    void run() {
        final var a = oldName(1);
    }
}
