fn run() {
    rgtest!(name, last);
    assert_eq!(wanted, "why");
    assert!(matches!(x, A | B));
    each!(items, move |x, y| x > y);
}
