function f(k: Kind): number {
  switch (k) {
    case Kind.A:
      return 1;
    case Kind.Old: {
      return 2;
    }
    default:
      return 3;
  }
  if (isOld(k)) {
    return 4;
  } else if (k as any) {
    return 5;
  }
}
