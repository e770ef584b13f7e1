class Main {
    void run(int a) {
        // about one
        one("{");

        two();
        if (a == 1) {
            three();
        } else {
            four();
        }
    }
}
