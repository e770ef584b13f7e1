function f(kept, options = {}) {
  call(firstArgument, kept);
  call(onlyOne);
  return ["first", "middle", "last"];
}
const o = {
  kept: 1,
  newMethod() {},
  // oldMethod does what it did
  oldMethod(a, b) { return { a, b }; }, // as before
  last: 2,
  oldValue: { a: [1, 2] },
};
export { f, oldName as g };
