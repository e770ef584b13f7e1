f(
    gamma_first,
    b,
    c,
)
f(
    a,
    gamma_middle,  # goes with its line
    c,  # stays
)
f(
    a,
    b,  # of b
    gamma_last,  # of gamma
)
f(
    gamma_only,
)
f(
    a,
    b,  # of b
    gamma_bare_last
)
f(gamma_hugging_first,
  b,
  c)
f(a,
  b,
  gamma_hugging_last)
f(
    a, gamma_shared, c,
    d, e,
)
f(
    a, b,
    c, gamma_shared_last
)
f(
    a,
    g(
        gamma_wide,
        b,
    ),
)
