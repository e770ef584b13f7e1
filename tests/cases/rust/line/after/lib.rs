fn f() {
    new_call();
}
