class Main {
    void one() {
        two();
    }

    /** Two. */
    @Override
    public String two() {
        return "two";
    }

    void three() {
        one();
    }
}
