enum kind {
    OLD,
#ifdef WIDE
    WIDER,
    WIDEST,
#endif
    NEW = 4,
    NEWER = 5
};

static int sizes[] = {
    1,
#if WIDE
    2,
    3,
#endif
    4,
    5,
};
