static int run(int a);
static int keep(int a);

static int keep(int a)
{
    log("keep");
    return a;
}

static int run(int a)
{
    log("run");
    return keep(a);
}
