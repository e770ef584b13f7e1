a = [
    one,
    comma_below  # why
    ,
    two,
]
b = [
	one,
	"""old text,
at the margin,
""",
	two,
]
c = {
    "x": [
        {"deep": (1, [2, 3], {4: (5, deep_old)})},
    ],
}
d = [
    one,

    fed_old,
    two,
]
e = f(
    one,
    last_before_comment,
    # a remark at the end
)
g = [one if two else three, four if ternary_old else five, six]
h = f(1, [x for x in old_source], 2)
i = [
    one,
    two_a, two_b,
    three,
]
j = f(all_a, all_b)
