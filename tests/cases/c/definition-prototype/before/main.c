static int old(int a);
static int keep(int a);

/*
 * Is old.
 */
static int old(int a)
{
    return a;
}

int shared(void)
{
    return 0;
}
EXPORT_SYMBOL(shared);

int keep(a)
    int a;
{
    return a;
}
EXPORT_SYMBOL_GPL(keep);
