// new words
const f = (x) => {
  g(
    x,
  );
};
function k() {
  return 1;
}
