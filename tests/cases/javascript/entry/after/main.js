function f(kept) {
  call(kept);
  call();
  return ["first", "last"];
}
const o = {
  kept: 1,
  newMethod() {},
  last: 2,
};
export { f };
