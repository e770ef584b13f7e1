import a from "a";
import b from "b";

class S {
  one() {
    if (a) {
      return;
    }
    f(1);
  }

  two() {}
}
