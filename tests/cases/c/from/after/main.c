#include "a.h"

int keep;
