class Box {
  // How many there are.
  private int size;

  int limit() {
    return limit;
  }
}
