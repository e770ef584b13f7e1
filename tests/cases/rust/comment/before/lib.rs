// TODO one
// and two
/// Doc of f.
fn f() {
    /* a /* nested */ one */
    let s = "// TODO"; // behind
}
