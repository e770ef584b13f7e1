#ifndef KIND_H
#define KIND_H

#define LIMIT 5

#if LIMIT > 3
int wide(void);
#endif

#endif
