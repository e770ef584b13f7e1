int a;

int b;
const char *s = "// TODO";
