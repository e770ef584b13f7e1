export function f() {
  const url = 'https://example.org/TODO';
  return url;
}
