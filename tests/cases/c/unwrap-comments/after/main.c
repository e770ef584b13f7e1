int a;
// The new one.
int b;

/* The
 * newer one. */
int c2;

/* Deeper. */

int d;
int e;
