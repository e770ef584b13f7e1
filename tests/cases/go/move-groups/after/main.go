package main

const (
	first = iota
	second
)

const (
	beta  = "b"
	alpha = "a"
)

func run() {}

const alone = 1
