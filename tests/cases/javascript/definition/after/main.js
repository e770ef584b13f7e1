'use strict';

/** Shape has sides. */
export class Shape {
  static count = 0;
  constructor(a) { this.a = a; }

  kept() {}
}

// A detached comment.

function outer() {
  return 1;
}
