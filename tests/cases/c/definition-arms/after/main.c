int kept(void) { return 0; }

int without_else(int a)
{
#if defined(ONE)
#if ONE > 1
    if (a & 1) {
#else
    if (a & 8) {
#endif
#elif defined(TWO)
    if (a & 2) {
#endif
        release(a);
        return 1;
    }

    return 2;
}

int last(void) { return 4; }
