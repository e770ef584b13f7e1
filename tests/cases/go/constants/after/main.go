package main

const (
	first = iota
	third
)

const (
	gamma = "c"
)
