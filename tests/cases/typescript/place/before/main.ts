export enum Kind {
  Old,
  New,
  Next,
}

export enum Word {
  Old = 'old',
  New = 'new',
}

class Store {
  size = 1;

  run(kind: Kind) {
    outer: for (;;) {
      switch (kind) {
        case Kind.Old:
          this.size = 2;
          break;
        case Kind.New:
          break outer;
        default:
          this.size = 3;
      }
    }
  }
}

const limit = 1;
