pub struct Config {
    /// Where it listens.
    pub host: String,
    pub etcd_host: String,
    #[serde(default)]
    pub retries: u8,
    pub last: u8
}

pub enum Event {
    Start,
    Drain(u8), // once a minute
    Move { from: u8, to: u8, by: u8 },
    Stop = 4,
}
