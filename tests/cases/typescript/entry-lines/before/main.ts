const a: string[] = [
  "first", // of first
  "middle",
  // of last
  "last"
];
type U<K extends string, V = Map<K, number>> = { [P in K]: V };
enum E { A = 1, B, C = "c, " }
const o = {
  one: 1, two: [1, 2, 3] as const,
  "four": <T, W>(x: T, y: W) => x, // of four
  ...rest,
};
function f(this: X, p: Map<string, number>, q?: [a: string, b: number], ...v: number[]): void {
  g<string, number>(p, q!, v);
}
import type { e1, e2 as e3 } from "d";
class D extends B<A, C> implements I, J<K, L>, M {}
interface N extends I, M {}
