int run(int a)
{
	up();
	left(); /* so */
	out();
	if (a > 4) two(); else three();
	return a;
}
