f() {
    only
}
if a; then
    only2
fi
g() {
    if b; then
        only3
    fi
}
h() { last; }
