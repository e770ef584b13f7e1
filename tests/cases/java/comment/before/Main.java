/**
 * @since 1
 */
class Main {
    // TODO one
    // and two
    String s = "// TODO"; // behind
}
