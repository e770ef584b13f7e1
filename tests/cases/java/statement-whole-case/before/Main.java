class Main {
int run(int x) {
  switch (x) {
    case 1:
      start();
      break;
    // The old store.
    case 2:
      drain();
      break;
    case 3:
    case 4:
      return stop();
    case 5:
      fill();
    case 6:
      return 6;
    default:
      return x;
  }
}
}
