export enum Kind {
  Old,
  New,
}

export enum Word {
  New = 'new',
}

class Store {
  size = 1;

  run(kind: Kind) {
    outer: for (;;) {
      switch (kind) {
        case Kind.New:
          break outer;
        default:
          this.size = 3;
      }
    }
  }
}

const limit = 1;
