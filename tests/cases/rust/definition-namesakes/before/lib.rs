fn trace() {}

fn run() {
    trace();
}

macro_rules! trace {
    () => {};
}
