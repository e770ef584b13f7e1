#include <a>
int a;
