int f(int n)
{
    two();
    return 0;
}
