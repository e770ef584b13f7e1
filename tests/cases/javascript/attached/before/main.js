// ---- banner ----

/** One. */
export function one() {}
/* Two,
   two lines. */
// eslint-disable-next-line
const two = () => {};
// Three stays alone.
let three = 3;

// Four.
export class Four {
  // Gone.
  a = 1; // its remark
  b = 2;
  /** Get. */
  get c() { return 1; }
  /** Set. */
  set c(x) {}
}
