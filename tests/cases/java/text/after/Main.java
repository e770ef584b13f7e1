class Main {
    void run() {
        var a = newName(1);
    }
}
