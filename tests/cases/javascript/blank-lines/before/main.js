const a = 1;

const b = 2;


class S {

  one() {

    first();

    second();
  }

  two() {}
}

function last() {}
