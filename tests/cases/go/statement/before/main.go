package main

var oldFlag = map[string]bool{
	"}": true,
}

func main() {
	a := 1
	log.Print("a",
		a,
	)
	go func() {
		work(a) // }
	}()
	defer done()
	if a == 1 {
		one()
	} else {
		other()
	}
	work(a)
}
