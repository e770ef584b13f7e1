// TODO one
// and two
int a;

/// Says what b is not.
int b; // behind
auto s = R"(// TODO)";
