use a::{
    e,
};
use x::{self};
use s::left;

fn main() {}

mod inner {
    use z::alone;
}
