package org.example;

/**
 * A shape.
 */
@Deprecated
public class Shape extends Base implements Drawable {
    private static final int A = 1, B = 2;

    /** The name. */
    @Inject(value = "}")
    private String name; // trailing

    public Shape(String name) {}

    /**
     * As it was.
     */
    @Override
    public <K extends Comparable<K>> void old(K a)
            throws IOException {
        char c = '}'; // }
    }

    void old(int b) {}

    enum Kind {
        A,
        /** Old. */
        @Deprecated
        OLD(1) {
            void m() {}
        },
        B, // kept
        LAST;

        int x;
    }

    static class Gone {
        void deep() {}
    }

    // A detached comment.

    record P(int x, int y) {}

    static { init(); }
}
