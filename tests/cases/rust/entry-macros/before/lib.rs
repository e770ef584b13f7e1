fn run() {
    rgtest!(name, |dir: Dir, mut cmd: Command| {
        go();
    }, last);
    assert_eq!(old.parse::<Pair<u8, u16>>(), wanted, "why");
    assert!(matches!(x, A | B), "why not");
    each!(items, move |x, y| x > y, old);
}
