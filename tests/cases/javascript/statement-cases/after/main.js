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
