fn run(x: u8) -> u8 {
    match x {
        1 => start(),
        2 => {
            drain()
        }
        _ => stop(),
    }
}
