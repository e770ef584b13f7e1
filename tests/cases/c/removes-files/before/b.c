#ifdef OLD
use(1);
#endif
int b;
