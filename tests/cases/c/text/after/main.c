int f(void)
{
    return puts("new ");
}
