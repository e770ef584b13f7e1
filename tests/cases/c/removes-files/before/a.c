#ifdef OLD
#define old_cast new_cast
#endif
int a;
