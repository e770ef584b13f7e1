package main

var a = []string{
	"first", // of first
	"middle",
	// of last
	"last",
}

var b = map[string][]int{"x": {1, 2, 3}, "y": {4}, "z": {}}

func f(a, b int, c func(x, y int) error, d ...string) (r int, err error) {
	g(a, func() {
		h(1, 2)
	}, d...)
	go func(p int) {}(a)
	return r, err
}

type G[K comparable, V any] struct{}

var c = T{A: 1, B: f(1, 2,
	3), C: 3}
