fn kept() {}

// begin old
fn old_one() {}
#[inline]
fn old_two() {}

fn main() {}
