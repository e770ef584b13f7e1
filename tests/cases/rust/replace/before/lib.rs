// old words
// of two lines
fn f() {
    let a = 1;
    g(a,
      2);
}
