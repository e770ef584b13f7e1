package main

func f(a, b int, c string) {
	if a == 1 {
		one()
	} else {
		other()
	}
	if b == 2 {
		second()
	}
	switch c {
	case "new":
		one()
	default:
		other()
	}
}
