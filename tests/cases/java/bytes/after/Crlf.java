class Crlf {
    /** One. */
    void one() {
        b(1);
    }
}
