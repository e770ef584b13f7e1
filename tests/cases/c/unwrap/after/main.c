int f(int a)
{
    two();
    /* said */
    three("}");
    return 0;
}
