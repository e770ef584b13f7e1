function f(k: Kind): number {
  switch (k) {
    case Kind.A:
      return 1;
    default:
      return 3;
  }
  if (k as any) {
    return 5;
  }
}
