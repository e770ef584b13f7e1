package main

func f(a int) {
	switch a {
	case 1:
		one()
	case 2:
		two()
		fallthrough
	case 3:
		three()
	}
}
