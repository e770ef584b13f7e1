function f(a) {
    if (a) {
        one();
    }
    else if (!a) {
        two();
    }
    else {
        three();
    }
    try {
        four();
    }
    catch (e) {
        five();
    }
    finally {
        six();
    }
    do {
        seven();
    }
    while (a)
    if (a)
        eight(`${a ? `x;` : `y`}`);
    else if (b)
        nine();
    else
        ten();
    return a;
}
