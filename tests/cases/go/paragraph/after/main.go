package main

// First paragraph.
//
// Third paragraph.
func main() {}
