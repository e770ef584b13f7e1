@Named(value = "x", other = {1, 2})
class Main<K, V extends Map<K, V>> extends Base<A, B> implements I, J<K, V>, L {
    String[] a = {
        "first", // of first
        "middle",
        // of last
        "last"
    };

    <T, U> void f(final int p, @Old(a = 1, b = 2) String q, Map<String, List<T>> r, int... s) throws X, Y, Z {
        g(p, (x, y) -> { h(x, y); }, new int[] {1, 2}, "a, )");
        this.<A, B>k(only(1));
        enum E { ONE(1, 2), TWO { void m() {} }, THREE; }
    }
}
