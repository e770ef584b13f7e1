#include <stdio.h>

int f(struct list *head)
{
    struct item *it;
    Py_BEGIN_ALLOW_THREADS
    Py_END_ALLOW_THREADS
    if (head)
        goto out;
    keep();
out:
    release(head);
    return 0;
}
