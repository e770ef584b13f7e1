class Box {
public:
    int first() { return 1; }

    // Is needed above.
    int second() { return 2; }
};
