/*
 Keeps.

 Has two paragraphs as well.
*/
int keep(void)
{
    return 1;
}

/*
 Is old.

 Has two paragraphs.
*/
int old(void)
{
    return 2;
}
