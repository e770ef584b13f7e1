class Main {
    void run(int a) {
        if (ENABLED) {
            // about one
            one("{");

            two();
        }
        if (OLD) {
            gone();
        } else if (a == 1) {
            three();
        } else {
            four();
        }
    }
}
