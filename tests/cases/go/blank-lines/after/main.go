package main

const (
	a = 1

	c = 3
)


func one() {

	second()
}
