package main

var u, v struct{ y int }

type Table struct {
	m map[string]func(p int) `json:"m"`
	q, r int // three
	alone int
}
