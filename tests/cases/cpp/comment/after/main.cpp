int a;

int b;
auto s = R"(// TODO)";
