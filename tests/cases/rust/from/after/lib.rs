fn kept() {}

fn main() {}
