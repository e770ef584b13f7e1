int f(int a) {
    if (auto b = g(a); b == 1) {
        one();
    } else if (a == 2) {
        two();
    } else {
        other();
    }
    try {
        one();
    } catch (const A& e) {
        two();
    } catch (...) {
        three();
    }
    switch (a) {
        case Kind::New:
            one();
            break;
        case Kind::Old:
            two();
            break;
    }
    return 0;
}
