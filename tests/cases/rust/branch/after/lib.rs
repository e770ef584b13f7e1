fn f(a: u8, k: Kind) -> u8 {
    if a == 1 {
        one();
    } else {
        other();
    }
    match k {
        Kind::A => 1,
        _ => 3,
    }
}
