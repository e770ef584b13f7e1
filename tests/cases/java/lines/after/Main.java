class Main {
    int kept;
}
