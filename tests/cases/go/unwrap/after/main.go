package main

func run(a int) {
	// about one
	one("{", `
  raw }
`)

	two()
	if a == 1 {
		three()
	} else {
		four()
	}
	five(second)
	if x := f(); x > 1 {
		six()
	}
}
