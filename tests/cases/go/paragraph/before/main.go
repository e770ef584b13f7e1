package main

// First paragraph.
//
// Second paragraph,
// of the past.
//
// Third paragraph.
func main() {}
