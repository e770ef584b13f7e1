package main

func run(x any) (int, error) {
	switch x {
	case 1, 2, 3:
		start()
	case "etcd", "sql":
		stop()
	}
	switch x.(type) {
	case int, *Etcd:
		return 1, nil
	case string, []byte, bool:
		return 2, nil
	}
	name, old := find(x)
	return use(name), nil
}
