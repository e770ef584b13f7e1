package main

func f[K, V any](kept int, dropped string) {
	call(firstArgument, kept)
	call(kept, lastArgument)
	call("only")
	m := map[string]int{
		"first": 1,
		"middle": 2, // goes with it
		"last":  3,
	}
	p := Point{X: 1, Y: 2, Last: 3}
	s := []string{"a", "x, }", "b"}
}
