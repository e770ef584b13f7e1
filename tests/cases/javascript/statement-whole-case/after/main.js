function run(x) {
  switch (x) {
    case 1:
      start();
      break;
    case 4:
      return stop();
    case 5:
      fill();
    case 6:
      return 6;
  }
}
