int f(int n)
{
    while (n--) {
        one(n);
    }
    two();
    return 0;
}
