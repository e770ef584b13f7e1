package main

func main() {
	one()
	s := "// about the past is no comment here"
}
