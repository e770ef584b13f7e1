int a;
#ifdef NEW  /* since 2 */
// The new one.
int b;
#endif

#if OLD
/* The old one. */
int c;
#else  // not OLD
/* The
 * newer one. */
int c2;
#endif /* OLD */

#ifndef BARE
  /* Deeper. */

  int d;
#endif
int e;
