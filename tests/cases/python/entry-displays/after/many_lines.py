a = [
    "b",  # of b
]
b = [
    "a",  # of a
    # about the middle
    # about the last
    "c",
]
c = [
    "a",  # of a
    # nothing follows
]
d = {
    "a": 1  # of a
}
e = {
}
f = {
    "a": 1,
    "z": 3,
}
g = {
    "a": lambda x, y: x,
    "z": 3,
}
h = {
    "a": 1,

    # about z
    "z": 3,
}
i = [
    "a",
    "c",
]
