package main

func main() {
	two()
}
