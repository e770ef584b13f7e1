class Main {
    String s = "// TODO";
}
