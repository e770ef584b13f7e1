const a: string[] = [
  "middle"
  // of last
];
type U<K extends string> = { [P in K]: V };
enum E { A = 1, B }
const o = {
  one: 1,
  ...rest,
};
function f(this: X, q?: [a: string], ...v: number[]): void {
  g<string, number>(p, v);
}
import type { e1 } from "d";
class D extends B<A, C> implements I {}
interface N extends M {}
