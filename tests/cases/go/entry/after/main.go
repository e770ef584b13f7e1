package main

func f[K any](kept int) {
	call(kept)
	call(kept)
	call()
	m := map[string]int{
		"first": 1,
		"last":  3,
	}
	p := Point{X: 1, Y: 2}
	s := []string{"a", "b"}
}
