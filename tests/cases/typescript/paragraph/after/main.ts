/**
 * First.
 *
 * Third.
 */
export function f() {}
