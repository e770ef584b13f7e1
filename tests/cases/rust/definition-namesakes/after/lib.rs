fn trace() {}

fn run() {
    trace();
}
