struct Box {
    int keep;
    int old_a;
    int old_b() { return old_a; }
    int last;
};
