// new words
const f = (x: number) => {
  g(
    x,
  );
};
function k() {
  return 1;
}
