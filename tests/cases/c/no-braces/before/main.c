int f(void)
{
	if (a)
		goto fail;
	next();
	for (;;)
		g();
	if (q)
		/* why */
		r();
	else
		s();
	return 0;
fail:
	return 1;
}
