class Box {
  // How many there are.
  private int size;

  private int limit;

  int limit() {
    return limit;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  int size(int more) {
    return size + more;
  }
}
