struct node {
	int key;
};

int node_key(struct node *n);
