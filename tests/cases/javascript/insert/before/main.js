import a from "a";

class S {
  one() {
    f(1);
  }
}
