extern crate serde;
fn main() {
    let a = 1;
    println!(
        "{a} }}",
    );
    if let Some(b) = a.checked_add(1) {
        work(b);
    } else {
        other();
    }
    work(a)
}
