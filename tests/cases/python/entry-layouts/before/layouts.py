a = [
    lead_first
    , b
    , c
]
b = [
    a
    , lead_middle  # of the middle
    , c
]
c = [
    a
    , b
    , lead_last
]
assert a, \
    b
del a, \
    slash_middle, \
    c
del a, \
    b, \
    slash_last
d = [
    a, b, row_end,
    c, d, e,
]
e = [
    a, b,
    row_start, d,
    e,
]
f = [
    a, b,
    row_alone,
    e,
]
g = [
    # one
    a,  # of a

    # two
    gone_behind_comment,  # of gone

    # three
    b,
]
h = f(a, "x, y" "string_part", b)
