package main

var u, v struct{ x, y int }

type Table struct {
	m, n map[string]func(o, p int) `json:"m"`
	q, r,
	s int // three
	alone int
}
