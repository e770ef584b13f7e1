package main

var a = []string{
	"middle",
	// of last
}

var b = map[string][]int{"x": {1, 3}, "z": {}}

func f(a, b int, d ...string) (r int, err error) {
	g(a, d...)
	go func(p int) {}(a)
	return r, err
}

type G[V any] struct{}

var c = T{A: 1, B: f(1, 2), C: 3}
