/**
 * First.
 *
 * Second,
 * of the past.
 *
 * Third.
 */
export function f() {}
