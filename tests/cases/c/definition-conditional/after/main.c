#ifdef FAST
static int twin(void)
{
    return 1;
}
#else
static int twin(void);
#endif

int g(void)
{
    return 1;
}
