package main

type store struct {
	// among fields
	size int
}

func run(s store) int {
	// first of a body
	// among statements
	return s.size
	// last of a body
}
