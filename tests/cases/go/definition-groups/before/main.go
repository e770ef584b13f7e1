package main

var a, b = 1, 2

const (
	only = 1
)

var kept = 3
