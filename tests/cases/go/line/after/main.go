package main

func main() {
	newCall()
}
