class Main {
    void run(int a) {
        work(a);
    }
}
