class Store {
  size = 1;

  run(kind) {
    for (;;) {
      switch (kind) {
        case 'old':
          this.size = 2;
          break;
        default:
          this.size = 3;
      }
    }
  }
}

const limit = 1;
