use std::collections::{HashSet};
use std::{fmt};
use a::{b::{D}, e};
pub use super::*;

fn main() {}
