/// Starts it.
#[inline]
fn start() {}

/// Drains it.
///
/// Once a minute.
fn drain() {}

/** Stops it. */
fn stop() {}

struct Config {
    /// Where it listens.
    host: String,
    /// Where etcd was.
    #[serde(default)]
    etcd: String,
    port: u16, // below 1024
}
