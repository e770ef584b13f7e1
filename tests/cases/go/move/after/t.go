package main

type T struct{}

func (t *T) Name() string { return "t" }
