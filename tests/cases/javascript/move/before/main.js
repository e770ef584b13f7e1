import a from "a";

main();

/**
 * Says so.
 */
export function help(x) {
  return x;
}

class T {
  one() {}

  /** Two. */
  two() {}
}

function main() {
  help(1);
}
