int f(int a)
{
#ifdef OLD
    one();
#else
    two();
#endif
    if (a) {
        /* said */
        three("}");
    }
    return 0;
}
