fn f() {
    old_name(a).unwrap();
}
