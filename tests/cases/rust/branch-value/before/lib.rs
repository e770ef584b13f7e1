fn limit(old: bool, small: bool) -> u8 {
    let limit = if old {
        1
    } else if small {
        2
    } else {
        3
    };
    if old {
        drain();
    } else {
        fill();
    }
    scaled(limit, if small { 1 } else { 2 })
}
