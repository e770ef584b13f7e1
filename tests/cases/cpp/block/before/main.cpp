void f(const Items& items) {
    for (const auto& each : items) {
        one(each);
    }
    two();
}
