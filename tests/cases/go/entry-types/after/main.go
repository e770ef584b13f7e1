package p

func f(a int, u, v struct{ x, y, z int }, more ...any) {}

func g(a func(x, y int)) {}

type T[P T[P, Q]] interface{ m() }
