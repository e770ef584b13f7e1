@Named(value = "x")
class Main<K> extends Base<A, B> implements I, L {
    String[] a = {
        "middle"
        // of last
    };

    <T, U> void f(final int p, int... s) throws X, Z {
        g(p, new int[] {1, 2});
        this.<A, B>k(only());
        enum E { ONE(1, 2), THREE; }
    }
}
