if (a) {
	c()
}
