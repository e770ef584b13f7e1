int run(int a)
{
    if (a) {
        one();
    }
    if (a)
    {
        one();
    }
    if (a) {
        one();
    } else if (a > 1) {
        two();
    }
    return 0;
}
