package main

import (
	"fmt"
	"os" // for the old flag

	yaml "gopkg.in/yaml.v3"
	"example.org/old/v2"
	. "example.org/dot"
)

import "example.org/alone"

func main() {}
