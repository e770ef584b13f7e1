// new words
fn f() {
    let a = 1 + 1;
    g(
        a,
    );
}
