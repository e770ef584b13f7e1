package org.example;

/**
 * A shape.
 */
@Deprecated
public class Shape extends Base implements Drawable {
    private static final int A = 1, B = 2;

    public Shape(String name) {}

    enum Kind {
        A,
        B; // kept

        int x;
    }

    // A detached comment.

    static { init(); }
}
