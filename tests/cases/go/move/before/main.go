package main

import "fmt"

func main() {
	help()
}

// help says so.
//
// Twice.
func help() {
	fmt.Println("help")
}

func (t *T) Name() string { return "t" }
