static const char *names[] = {
    [2] = "middle" /* two */
};
static const int row[] = {2, 3};
static struct type t = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .name = "t",
};

int f(int a, ...)
{
    return g(a, b);
}
