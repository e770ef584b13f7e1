fn f() {
    old_call();
    new_call();
}
