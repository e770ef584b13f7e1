package main

const (
	first = iota
	_
	third
)

const (
	kilo = 1 << (10 * (iota + 1))
	mega
)

var (
	one = 1
	two = 2
)

func run() {
	for {
		break
	}
}
