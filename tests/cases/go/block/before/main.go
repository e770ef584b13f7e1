package main

func old() {
	one()

	two()
}

func main() {
	for i := range b {
		one(i)
	}
	two()
}
