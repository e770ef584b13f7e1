class Main {
  void run(int kind) {
    switch (kind) {
      case 1:
        break;
      case 2:
        break;
      case 3: {
        three();
        break;
      }
      default:
        break;
    }
  }
}
