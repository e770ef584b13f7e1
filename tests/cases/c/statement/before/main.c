#include <stdio.h>
#include "old.h"

int f(struct list *head)
{
    struct item *it;
    Py_BEGIN_ALLOW_THREADS
    puts("a;");
    Py_END_ALLOW_THREADS
    list_for_each_entry(it, head, node) {
        if (it->old)
            drop(it);
    }
    if (head)
        goto out;
    keep();
out:
    release(head);
    close(head);
    return 0;
}
