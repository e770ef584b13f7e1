//! The crate.
#![allow(dead_code)]

// ---- banner ----

/// One.
///
/// # Examples
#[inline]
#[cfg(feature = "a")]
pub fn one() {}

/** Two
 * lines. */
#[derive(
    Debug,
    Clone,
)]
pub struct Two;

// Three.
#[test]
fn three() {}

enum E {
    /// A.
    #[default]
    A,
    B, // its remark
    C,
}
