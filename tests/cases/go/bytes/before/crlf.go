package main

// One.
func one() {
	a()
	b(1, 2)
}

func two() {}
