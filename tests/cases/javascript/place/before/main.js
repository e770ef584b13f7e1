class Store {
  size = 1;

  run(kind) {
    outer: for (;;) {
      switch (kind) {
        case 'old':
          this.size = 2;
          break;
        case 'new':
          break outer;
        default:
          this.size = 3;
      }
    }
  }
}

const limit = 1;
