a = [
    "first",  # of first
    "b",  # of b
]
b = [
    "a",  # of a
    # about the middle
    "middle",
    # about the last
    "c",
]
c = [
    "a",  # of a
    "last",  # of last
    # nothing follows
]
d = {
    "a": 1,  # of a
    "bare": 2  # of bare
}
e = {
    "only": 1,
}
f = {
    "a": 1,
    "long": {
        "x": [
            1,
        ],
        "y": (2, 3),
    },  # of long
    "z": 3,
}
g = {
    "a": lambda x, y: x,
    "lambda": lambda x, y: (
        x,
        y,
    ),
    "z": 3,
}
h = {
    "a": 1,

    # about the comment
    "comment": 2,

    # about z
    "z": 3,
}
i = [
    "a",
    "b"
    "two_lines",
    "c",
]
