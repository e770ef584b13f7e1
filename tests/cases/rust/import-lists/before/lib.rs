use a::{
    b::{C, D},
    e,
};
use x::{self, y::{z::{k, l}, m::n}};
use p::{q::{far, r::near}};
use s::left; use s::beside;

fn main() {}

mod inner {
    use z::alone;
}
