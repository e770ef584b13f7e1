#ifdef FAST
static int twin(void)
{
    return 1;
}
#endif

int g(void)
{
    return 1;
}
