class Main {
    void run() {
        two();
    }
}
