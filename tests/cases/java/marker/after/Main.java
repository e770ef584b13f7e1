class Main {
    static final int KEPT = 1;
}
