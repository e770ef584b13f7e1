#ifdef FAST
static int twin(void)
{
    return 1;
}

static int only(void)
{
    return 2;
}
#else
static int twin(void)
{
    return 3;
}
#endif

#ifdef WIDE
int split(long a) {
#else
int split(int a) {
#endif
    return a > 0;
}

int f(int a)
{
#ifdef FAST
    if (a) {
#endif
        one();
#ifdef FAST
    }
#endif
    return 0;
}

int g(void)
{
    return 1;
}
