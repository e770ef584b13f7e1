class Main {
    // ---- banner ----

    /**
     * One.
     */
    @Deprecated
    @SuppressWarnings({"a", "b"})
    void one() {}
    // Two,
    // two lines.
    @Old(x = "}") int two = 2; // its remark
    /* Three stays alone. */
    int three = 3;

    @Test
    // between
    void four() {}
    void five() {}
}

enum E {
    /** A. */
    @Old A(1),
    B(2), // of b
    C(3);
    E(int x) {}
}
