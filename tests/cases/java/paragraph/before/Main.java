/**
 * First.
 *
 * Second,
 * of the past.
 *
 * Third.
 */
class Main {}
