int f(int a) {
    if (auto b = g(a); b == 1) {
        one();
    } else {
        other();
    }
    try {
        one();
    } catch (const A& e) {
        two();
    }
    switch (a) {
        case Kind::New:
            one();
            break;
    }
    return 0;
}
