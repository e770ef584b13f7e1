package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) > 1 {
		return
	}
	fmt.Println("a")
}

func more() {}
