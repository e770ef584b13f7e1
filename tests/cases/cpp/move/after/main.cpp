class Box {
public:
    // Is needed above.
    int second() { return 2; }

    int first() { return 1; }
};
