struct pool {
	int size, used;
};

static int count, *last;

int run(void)
{
	char *from, *to;
	int i = 0, left;
	for (int k = 0; k < n; k++)
		step(k);
	return i;
}
