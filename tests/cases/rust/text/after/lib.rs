fn f() {
    new_name(a);
}
