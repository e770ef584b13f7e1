both = [
    item_a,
    item_b,
]
kept = [
    # why it may be empty
    item_c,
]
call(
    item_d
).then(
    other,
)
deep = {
    "a": [
        item_e,  # the only one
    ],
    "b": 1,
}
three = [item_f, x, item_g]
