f(
    a,  # of a
    old_middle,  # of old
    b)
g = [a,
     old_last]