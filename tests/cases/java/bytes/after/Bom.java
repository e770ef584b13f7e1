class Bom {
    int b;
}
