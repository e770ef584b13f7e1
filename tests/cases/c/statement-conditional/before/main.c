#include "db.h"

#ifdef HAVE_ETCD /* the old store */
#include "etcd.h"
#else
#include "sql.h"
#endif /* HAVE_ETCD */

struct node {
	int key;
#ifdef HAVE_OLD
	int old;
#endif
	int last;
};

int run(int x)
{
	start();
#if 0
	drain();
# if 1
	again();
# endif
#endif
	if (x)
#ifdef HAVE_SQL
		query();
#endif
	return x;
}
