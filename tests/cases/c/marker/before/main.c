static int f(void)
{
    log(
        "a)", /* ) */
        ')');
    return 1;
}
