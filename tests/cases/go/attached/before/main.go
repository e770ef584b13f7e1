package main

// ---- banner ----

// one is the first.
//
//go:noinline
func one() {}

/* two is
   the second. */
func two() {}

// three stays alone.
func three() {}

//go:embed x.txt
var data string

type S struct {
	// A is gone.
	A int `json:"a"` // its remark
	B int
}
