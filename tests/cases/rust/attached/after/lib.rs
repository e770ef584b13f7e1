//! The crate.
#![allow(dead_code)]

// ---- banner ----

enum E {
    C,
}
