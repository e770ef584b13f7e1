package main

// One.
func one() {
	b(1)
}
