/// Starts it.
#[inline]
fn begin() {}

/** Stops it. */
fn stop() {}

struct Config {
    /// Where it listens.
    host: String,
}
