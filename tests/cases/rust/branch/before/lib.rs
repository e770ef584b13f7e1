fn f(a: u8, k: Kind) -> u8 {
    if a == 1 {
        one();
    } else if a == 2 {
        two();
    } else {
        other();
    }
    match k {
        Kind::A => 1,
        Kind::Old(s, _) if s == "}" => {
            2
        }
        _ => 3,
    }
}
