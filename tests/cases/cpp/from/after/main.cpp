struct Box {
    int keep;
    int last;
};
