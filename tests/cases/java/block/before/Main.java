class Main {
    void run() {
        for (int i = 0; i < 3; i++) {
            one(i);
        }
        two();
    }
}
