fn one() {}

fn two() {}