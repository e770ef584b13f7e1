function f<T, U extends { a: T }>(kept: T, gone?: string): Map<T, number> {
  return g({
    kept,
    oldValue: <T,>(x: T) => x,
  });
}
class C {
  constructor(private old: string, public b = 2) {}
}
