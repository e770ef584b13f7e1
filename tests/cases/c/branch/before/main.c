int f(int a)
{
    if (a == 1) {
        one();
    } else if (a == 2) {
        two();
    } else {
        other();
    }
    switch (a) {
    case NEW:
        one("case OLD:");
        break;
    case OLD: {
        two();
        break;
    }
    default:
        other();
    }
#if defined(A)
    one();
#elif defined(B)
    two();
#else
    other();
#endif
    return 0;
}
