class Main {
    /** Two. */
    @Override
    public String two() {
        return "two";
    }

    void one() {
        two();
    }
}
