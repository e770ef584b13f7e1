if (a) {
	b()
	c()
}
