package main

const (
	first = iota
	second
	third
)

const (
	alpha = "a"
	beta
	gamma = "c"
)
