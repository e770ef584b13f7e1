#[derive(Debug, Clone)]
struct Shape { name: u8 }
fn f<'a, 'b>(kept: &'a str, gone: u8) -> Shape {
    call(first_argument, kept);
    let v = vec!["first", "middle", "last"];
    Shape {
        name: 1,
        depth: 3, // deep
        ..Default::default()
    }
}
