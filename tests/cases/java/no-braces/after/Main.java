class Main {
  int f() {
    if (q)
      r();
    switch (x) {
      case 2: case 3:
        two();
        break;
      default:
        other();
    }
    return 1;
  }
}
