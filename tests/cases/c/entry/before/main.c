static const char *names[] = {
    "first", // one
    [2] = "middle", /* two */
    "last" // three
};
static const int row[] = {1, 2, 3};
static struct type t = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .name = "t",
    .old = f(1, (2, 3)),
};

int f(int a, const char *b, ...)
{
    return g(a, b, "x, y");
}
