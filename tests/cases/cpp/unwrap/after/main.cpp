void f(bool a) {
    // said
    one(R"(
        }
)");
    two();
}
