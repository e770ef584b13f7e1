'use strict';

/** Shape has sides. */
export class Shape {
  static count = 0;
  #secret = '}';
  constructor(a) { this.a = a; }

  /**
   * The area.
   */
  @memoize({ depth: 1 })
  area() {
    return `${this.a * (() => { return 2; })()} }`;
  }

  // size is read and written
  get size() { return this.a; }
  set size(v) { this.a = v; }

  kept() {}
}

/** Gone. */
export function legacy(a, { b, c } = {}) {
  const re = /[}"'/]/g;
  return a / b / c;
}

function* oldGenerator() { yield 1; }

export const oldArrow = async (q) => {
  await q;
};

// A detached comment.

export default class OldClass extends Shape {}

function outer() {
  function inner() {}
  return 1;
}
