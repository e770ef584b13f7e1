package main

const (
	first = iota
	second
	third
)

const (
	kilo = 1 << (10 * (iota + 1))
	mega
	giga
)

var (
	one = 1
	two = 2
)

func run() {
outer:
	for {
		break outer
	}
}
