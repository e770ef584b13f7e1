package main

func f(a, b int, c string) {
	if a == 1 {
		one()
	} else if a == 2 {
		two()
	} else {
		other()
	}
	if b == 1 {
		first()
	} else if b == 2 {
		second()
	}
	switch c {
	case "new":
		one()
	case "old", "}":
		two()
	default:
		other()
	}
}
