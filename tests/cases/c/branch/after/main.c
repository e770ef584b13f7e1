int f(int a)
{
    if (a == 1) {
        one();
    } else {
        other();
    }
    switch (a) {
    case NEW:
        one("case OLD:");
        break;
    default:
        other();
    }
#if defined(B)
    two();
#else
    other();
#endif
    return 0;
}
