NAMES = [
    "one",
    "two",
    "three",
]
OTHERS = (
    "four",
    "five"
)
