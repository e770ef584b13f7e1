function f<T>(kept: T): Map<T, number> {
  return g({
    kept,
  });
}
class C {
  constructor(public b = 2) {}
}
