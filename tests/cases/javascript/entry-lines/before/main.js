const a = [
  "first", // of first
  "middle",
  // of last
  "last"
];
const o = {
  one: 1, two: [1, 2, 3],
  three() { return 1; },
  "four": (x, y) => x, // of four
  ...rest,
};
function f(p, { q, r: [s, t] } = {}, u = g(1, 2), ...v) {
  return h(p, `${k(1, 2)}, `, function (x, y) { z(x, y); });
}
const [m, n] = o;
import d, { e1, e2 as e3 } from "d";
only(1);
