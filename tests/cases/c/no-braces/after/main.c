int f(void)
{
	next();
	for (;;)
		;
	if (q)
		/* why */
		r();
	else
		s2();
	return 0;
fail:
	return 1;
}
