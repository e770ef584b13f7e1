pub struct Config {
    /// Where it listens.
    pub host: String
}

pub enum Event {
    Start,
    Move { from: u8, by: u8 },
    Stop = 4,
}
