/* Is needed above. */
static int second(void)
{
    return 2;
}

int first(void)
{
    return 1;
}

int third;
