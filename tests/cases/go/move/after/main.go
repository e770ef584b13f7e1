package main

import "fmt"

// help says so.
//
// Twice.
func help() {
	fmt.Println("help")
}

func main() {
	help()
}
