/// One.
fn one() {
    b(1);
}
