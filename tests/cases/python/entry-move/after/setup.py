NAMES = [
    "three",
    "two",
]
OTHERS = (
    "four",
    "five",
    "one"
)
