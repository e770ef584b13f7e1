class Main {
    @Config(value = 1, name = "old")
    <K, V extends Comparable<V>> void run(int kept, final String gone) {
        call(firstArgument, kept);
        call(onlyArgument);
        String[] a = {
            "first",
            "middle", // goes with it
            "last"
        };
    }
}
