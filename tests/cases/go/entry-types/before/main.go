package p

func f(a int, u, v, wide struct{ x, y, z int }, more ...any) {}

func g(a, call func(x, y int)) {}

type T[P, Q T[P, Q]] interface{ m() }
