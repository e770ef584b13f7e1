enum kind {
    OLD,
#ifdef WIDE
    WIDER,
#endif
    NEWER = 5
};

static int sizes[] = {
    1,
#if WIDE
    3,
#endif
    5,
};
