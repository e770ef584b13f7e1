struct pool {
	int size, old_size : 4, used;
};

static int count, *last, old;

int run(void)
{
	char *from, *to, *old_to;
	int i = 0, total = sum(1, 2), left;
	for (int k = 0, n = 3; k < n; k++)
		step(k);
	return i;
}
