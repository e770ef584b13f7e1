use std::collections::{HashMap, HashSet};
use crate::foo::Bar;
use std::{fmt, io::{Write}};
use a::{b::{C as C, D}, e};
pub use super::*;

fn main() {}
