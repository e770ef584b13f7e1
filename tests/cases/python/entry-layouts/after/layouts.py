a = [
    b
    , c
]
b = [
    a
    , c
]
c = [
    a
    , b
]
assert a, \
    b
del a, \
    c
del a, \
    b
d = [
    a, b,
    c, d, e,
]
e = [
    a, b,
    d,
    e,
]
f = [
    a, b,
    e,
]
g = [
    # one
    a,  # of a

    # two

    # three
    b,
]
h = f(a, b)
