fn main() {
    let a = 1;
    work(a)
}
