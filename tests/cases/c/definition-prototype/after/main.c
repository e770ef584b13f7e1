static int keep(int a);

int keep(a)
    int a;
{
    return a;
}
EXPORT_SYMBOL_GPL(keep);
