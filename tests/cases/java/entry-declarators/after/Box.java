class Box {
  private int size, used;

  void run(int x) {
    int i;
    switch (x) {
      case 1 -> start();
      default -> stop();
    }
  }
}
