package main

func main() {
	oldName("a", "old flag")
}
