// old words
// of two lines
const f = (x) => {
  g(x,
    2);
};
function h() {}
