package main

// ---- banner ----

// three stays alone.

type S struct {
	B int
}
