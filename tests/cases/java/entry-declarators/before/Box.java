class Box {
  private int size, oldSize = 2, used;

  void run(int x) {
    int i, old;
    switch (x) {
      case 1, 2 -> start();
      default -> stop();
    }
  }
}
