fn run(a: i32) {
    // about one
    one("{
  raw");

    two(r#"}"#);
    if a == 1 {
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
