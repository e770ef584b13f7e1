package main

const (
	first = iota
	second
)

const (
	alpha = "a"
	beta  = "b"
)

const alone = 1

func run() {}
