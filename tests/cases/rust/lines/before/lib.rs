fn kept() {}
#[inline]
fn old() {
    call();
}
