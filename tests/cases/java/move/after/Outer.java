class Outer {
    class Inner {
        void a() {
        }

        void three() {
            one();
        }

        void b() {
        }
    }
}
