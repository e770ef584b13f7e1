/// First.
///
/// Third.
fn f() {}
