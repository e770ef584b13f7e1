package main

// This run is
// about the past.

/* a block
   of two lines */
func main() {
	one() // behind code
	s := "// about the past is no comment here"
}
