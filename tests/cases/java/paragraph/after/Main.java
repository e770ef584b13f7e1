/**
 * First.
 *
 * Third.
 */
class Main {}
