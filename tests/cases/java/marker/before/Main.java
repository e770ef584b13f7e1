class Main {
    static final List<Entry> OLD = List.of(
        new Entry(')', ")"), /* ) */
        new Entry("""
            ) """)
    );
    static final int KEPT = 1;
}
