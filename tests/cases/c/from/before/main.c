#include "a.h"

static int old_a;

static int old_b(void)
{
    return old_a;
}

int keep;
