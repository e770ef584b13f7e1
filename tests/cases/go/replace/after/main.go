package main

// new words
func f() {
	a := 1 + 1
	g(
		a,
	)
}
