#include "db.h"

struct node {
	int key;
	int last;
};

int run(int x)
{
	start();
	if (x)
#ifdef HAVE_SQL
		query();
#endif
	return x;
}
