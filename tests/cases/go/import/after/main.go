package main

import (
	"fmt"

	. "example.org/dot"
)

func main() {}
