/*
 Keeps.

 Has two paragraphs as well.
*/
int keep(void)
{
    return 1;
}
