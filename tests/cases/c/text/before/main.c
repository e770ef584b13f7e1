int f(void)
{
    return puts("old ");
}
