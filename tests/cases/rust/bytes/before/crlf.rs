/// One.
fn one() {
    a();
    b(1, 2);
}

#[test]
fn two() {}
