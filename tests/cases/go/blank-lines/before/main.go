package main

const (
	a = 1

	b = 2

	c = 3
)


func one() {

	first()

	second()
}

func two() {}
