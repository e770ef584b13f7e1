struct node {
	int key;
};

#define node_key(n) ((n)->key)

/* Makes one. */
struct node *
node(int key)
{
	return node_alloc(key);
}

int node_key(struct node *n);
