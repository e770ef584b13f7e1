f(
    a,  # of a
    b)
g = [a]