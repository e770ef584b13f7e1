import a from "a";

/**
 * Says so.
 */
export function help(x) {
  return x;
}

main();

class T {
  /** Two. */
  two() {}

  one() {}
}
