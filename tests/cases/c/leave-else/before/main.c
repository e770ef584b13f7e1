int run(int a)
{
    if (a) {
        one();
    } else {
        two();
    }
    if (a)
    {
        one();
    }
    else
    {
        two();
    }
    if (a) {
        one();
    } else if (a > 1) {
        two();
    } else {
        three();
    }
    return 0;
}
