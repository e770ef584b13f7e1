#[derive(Debug)]
struct Shape { name: u8 }
fn f<'a>(kept: &'a str) -> Shape {
    call(kept);
    let v = vec!["first", "last"];
    Shape {
        name: 1,
        ..Default::default()
    }
}
