const a = [
  "middle"
  // of last
];
const o = {
  one: 1,
  three() { return 1; },
  ...rest,
};
function f(p, { q, r: [s] } = {}, ...v) {
  return h(p, function (x, y) { z(x, y); });
}
const [n] = o;
import d, { e1 } from "d";
only();
