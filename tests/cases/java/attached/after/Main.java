class Main {
    // ---- banner ----

    /* Three stays alone. */

    void five() {}
}

enum E {
    B(2); // of b
    E(int x) {}
}
