package main

func run(x any) (int, error) {
	switch x {
	case 1, 3:
		start()
	case "sql":
		stop()
	}
	switch x.(type) {
	case int:
		return 1, nil
	case string, bool:
		return 2, nil
	}
	name := find(x)
	return use(name), nil
}
