fn main() {
    help();
}

/// Says so.
#[inline]
fn help() {
    println!("help");
}

impl T {
    fn a(&self) {}

    /// B.
    fn b(&self) {}
}
