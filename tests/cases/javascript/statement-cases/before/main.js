switch (kind) {
  case 1:
    one(); // the first
  case 2:
    two();
    break;
  case 3: {
    three();
    break;
  }
  default:
    late();
}
