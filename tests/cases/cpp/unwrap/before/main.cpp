void f(bool a) {
    if (a) {
        // said
        one(R"(
        }
)");
    }
    two();
}
