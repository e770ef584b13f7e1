fn run(a: i32) {
    if enabled {
        // about one
        one("{
  raw");

        two(r#"}"#);
    }
    if old {
        gone();
    } else if a == 1 {
        three();
    } else {
        four();
    }
    unsafe {
        five();
    }
    if let Some(x) = a {
        six(x);
    }
}
