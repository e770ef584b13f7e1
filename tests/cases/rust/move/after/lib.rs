/// Says so.
#[inline]
fn help() {
    println!("help");
}

fn main() {
    help();
}

impl T {
    /// B.
    fn b(&self) {}

    fn a(&self) {}
}
