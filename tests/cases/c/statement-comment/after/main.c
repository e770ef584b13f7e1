struct store {
	int size;       /* its size,
	                   in items */
};

int run(struct store *s)
{
	/* All that is in it. */
	return s->size;
}
