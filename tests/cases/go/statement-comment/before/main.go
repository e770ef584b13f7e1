package main

type store struct {
	name string // behind a field
	// among fields
	size int
}

var limit = 3 // behind a variable

func run(s store) int {
	// first of a body
	log(s) // behind a call
	if s.size > 0 {
		log(s)
	} // behind the last brace
	// among statements
	return s.size
	// last of a body
}

func stop() { // behind a header
	log(store{})
}
