// old words
// of two lines
const f = (x: number) => {
  g(x,
    2);
};
function h() {}
