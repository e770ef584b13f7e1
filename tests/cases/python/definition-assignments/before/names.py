ANNOTATED: dict[str, int] = {"a": 1}
ONLY_ANNOTATED: int  # set later
CONTINUED = 1 + \
    2
PARENTHESES = (
    1
    + 2  # two
)  # three
TEXT = """\
ANNOTATED = 2

    LAMBDA = 3
""".strip()
WALRUS = [y := 1, y**2]
LAMBDA = lambda a=1, *b: {  # noqa
    a: b
}
KEPT = 1


class Color(Enum):
    RED = 1
    # between
    GREEN = auto()  # grass

    BLUE = 3


@dataclass
class Row:
    first: int = 1
    """What the first is."""
    second: list[int] = field(
        default_factory=list,
    )
    third: int = 3


__slots__ = ("a",)
