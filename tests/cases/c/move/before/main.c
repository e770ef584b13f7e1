int first(void)
{
    return 1;
}

/* Is needed above. */
static int second(void)
{
    return 2;
}

int third;
