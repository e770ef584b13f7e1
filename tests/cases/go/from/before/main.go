package main

func kept() {}

// begin old

func oldOne() {}

func oldTwo() {
	oldOne()
}

func main() {}
