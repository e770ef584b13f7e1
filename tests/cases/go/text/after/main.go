package main

func main() {
	newName("a")
}
