#include <a>
#include <b>
int a;
