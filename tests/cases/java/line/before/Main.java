class Main {
    void run() {
        oldCall();
        newCall();
    }
}
