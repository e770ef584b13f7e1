a = [
    one,
    two,
]
b = [
	one,
	two,
]
c = {
    "x": [
        {"deep": (1, [2, 3], {4: (5,)})},
    ],
}
d = [
    one,

    two,
]
e = f(
    one,
    # a remark at the end
)
g = [one if two else three, six]
h = f(1, 2)
i = [
    one,
    three,
]
j = f()
