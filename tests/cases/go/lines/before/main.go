package main

func old() {
	call()
}

func main() {}
