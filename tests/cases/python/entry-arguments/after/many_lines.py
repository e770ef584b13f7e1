f(
    b,
    c,
)
f(
    a,
    c,  # stays
)
f(
    a,
    b,  # of b
)
f(
)
f(
    a,
    b  # of b
)
f(b,
  c)
f(a,
  b)
f(
    a, c,
    d, e,
)
f(
    a, b,
    c
)
f(
    a,
    g(
        b,
    ),
)
