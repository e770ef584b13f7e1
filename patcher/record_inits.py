"""What the `__init__` of a record does, for up to 16 fields, in code that is compiled when the program is installed.

Each field is put into the object by what has its letter in upper case; what must be done last, if anything, is `last`.
`patcher.record` lends the code to a class with the names of its fields, and with globals in which these stand.
"""

# mypy: ignore-errors
# ruff: noqa: F821

# fmt: off
WRITTEN = (  # for so many fields as the place in this row says
    lambda self: last and last(self),
    lambda self, a: A(self, a) or (last and last(self)),
    lambda self, a, b: A(self, a) or B(self, b) or (last and last(self)),
    lambda self, a, b, c: A(self, a) or B(self, b) or C(self, c) or (last and last(self)),
    lambda self, a, b, c, d: A(self, a) or B(self, b) or C(self, c) or D(self, d) or (last and last(self)),
    lambda self, a, b, c, d, e: A(self, a) or B(self, b) or C(self, c) or D(self, d) or E(self, e) or
        (last and last(self)),
    lambda self, a, b, c, d, e, f: A(self, a) or B(self, b) or C(self, c) or D(self, d) or E(self, e) or
        F(self, f) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g: A(self, a) or B(self, b) or C(self, c) or D(self, d) or E(self, e) or
        F(self, f) or G(self, g) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h: A(self, a) or B(self, b) or C(self, c) or D(self, d) or E(self, e) or
        F(self, f) or G(self, g) or H(self, h) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i: A(self, a) or B(self, b) or C(self, c) or D(self, d) or
        E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j: A(self, a) or B(self, b) or C(self, c) or D(self, d) or
        E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or
        (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j, k: A(self, a) or B(self, b) or C(self, c) or D(self, d) or
        E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or K(self, k) or
        (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j, k, m: A(self, a) or B(self, b) or C(self, c) or D(self, d) or
        E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or K(self, k) or
        M(self, m) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j, k, m, n: A(self, a) or B(self, b) or C(self, c) or
        D(self, d) or E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or
        K(self, k) or M(self, m) or N(self, n) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j, k, m, n, o: A(self, a) or B(self, b) or C(self, c) or
        D(self, d) or E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or
        K(self, k) or M(self, m) or N(self, n) or O(self, o) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p: A(self, a) or B(self, b) or C(self, c) or
        D(self, d) or E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or
        K(self, k) or M(self, m) or N(self, n) or O(self, o) or P(self, p) or (last and last(self)),
    lambda self, a, b, c, d, e, f, g, h, i, j, k, m, n, o, p, q: A(self, a) or B(self, b) or C(self, c) or
        D(self, d) or E(self, e) or F(self, f) or G(self, g) or H(self, h) or I(self, i) or J(self, j) or
        K(self, k) or M(self, m) or N(self, n) or O(self, o) or P(self, p) or Q(self, q) or
        (last and last(self)),
)
