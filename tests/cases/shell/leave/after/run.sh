f() {
    :
}
g() {
    if b; then
        true
    fi
}
h() { last; }
