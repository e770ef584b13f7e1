/** @internal */
export function f() {
  // TODO later
  const url = 'https://example.org/TODO';
  return url;
}
