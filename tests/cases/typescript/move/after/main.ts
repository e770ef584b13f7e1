import a from "a";

/**
 * Says so.
 */
export function help(x: number) {
  return x;
}

main();

class T {
  /** Two. */
  two() {}

  one() {}
}
