const a = 1;


class S {

  one() {

    second();
  }
}
