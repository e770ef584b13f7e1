class Outer {
    class Inner {
        void a() {
        }

        void b() {
        }
    }
}
