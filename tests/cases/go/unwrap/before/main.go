package main

func run(a int) {
	if enabled {
		// about one
		one("{", `
  raw }
`)

		two()
	}
	if old {
		gone()
	} else if a == 1 {
		three()
	} else {
		four()
	}
	if older {
		gone()
	} else {
		five(first, second)
	}
	if x := f(); x > 1 {
		six()
	}
}
