class Main {
  int f() {
    if (a)
      b();
    if (q)
      r();
    else
      s();
    switch (x) {
      case 1:
        one();
        break;
      case 2: case 3:
        two();
        break;
      default:
        other();
    }
    return 1;
  }
}
