both = [
]
kept = [
    # why it may be empty
]
call(
).then(
    other,
)
deep = {
    "a": [
    ],
    "b": 1,
}
three = [x]
