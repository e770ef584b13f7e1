int a;
int d;
