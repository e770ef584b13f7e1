package main

// old words
// of two lines
func f() {
	a := 1
	g(a,
		2)
}
