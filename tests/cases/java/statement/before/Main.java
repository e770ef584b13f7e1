class Main {
    static { init("}"); }

    void run(int a) {
        System.out.println(
            "a");
        try (var r = open()) {
            use(r);
        } catch (A | B e) {
            other();
        }
        work(a);
    }
}
