package main

func main() {
	oldCall()
	newCall()
}
