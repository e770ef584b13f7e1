class Main {
    @Config(value = 1)
    <K> void run(int kept) {
        call(kept);
        call();
        String[] a = {
            "first",
            "last"
        };
    }
}
