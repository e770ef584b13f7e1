class Main {
    int kept() {
        return 1;
    }

    /** Is the last one. */
    int last() {
        return 3;
    }
}
