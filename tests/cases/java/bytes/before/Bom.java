class Bom {
    String a = "é";
    int b;
}
