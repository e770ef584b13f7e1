class Main {
    void run() {
        newCall();
    }
}
