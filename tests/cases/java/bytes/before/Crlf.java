class Crlf {
    /** One. */
    void one() {
        a();
        b(1, 2);
    }

    void two() {}
}
