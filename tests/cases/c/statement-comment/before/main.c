struct store {
	int drained;    /* whether it was drained,
	                   and when */
	int size;       /* its size,
	                   in items */
	int mark;       /* a mark,
	                   which nobody asks for */
};

int run(struct store *s)
{
	drain(s);       /* not yet,
	                   but soon */
	/* All that is in it. */
	return s->size;
}
