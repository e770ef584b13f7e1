/// Doc of f.
fn f() {
    let s = "// TODO";
}
