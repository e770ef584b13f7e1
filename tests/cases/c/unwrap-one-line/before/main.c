int run(int a)
{
	if (a > 0) up(); else down();
	if (a > 1) left(); /* so */
	else right();
	if (a > 2) { in(); } else { out(); }
	if (a > 3) one(); else if (a > 4) two(); else three();
	return a;
}
