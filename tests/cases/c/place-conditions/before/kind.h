#ifndef KIND_H
#define KIND_H

#define HAVE_OLD 1
#define LIMIT 4

#ifdef HAVE_OLD
int old(void);
#endif

#if LIMIT > 3
int wide(void);
#endif

#endif
