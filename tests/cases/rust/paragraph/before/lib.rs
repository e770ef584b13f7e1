/// First.
///
/// Second,
/// of the past.
///
/// Third.
fn f() {}
