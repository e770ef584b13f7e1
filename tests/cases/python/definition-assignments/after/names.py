KEPT = 1


class Color(Enum):
    RED = 1

    BLUE = 3


@dataclass
class Row:
    first: int = 1
    """What the first is."""
    third: int = 3
