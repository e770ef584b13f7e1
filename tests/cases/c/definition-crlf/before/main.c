#define OLD 1
int keep;

int old(void)
{
	return 1;
}