def first(b): ...
def middle(a, c): ...
def last(a, b): ...
def only(): ...
def default(a, *, c=3): ...
def typed(a, *, c: int = 3) -> None: ...
def starred(a, **options): ...
def options(a, *args): ...
short = lambda b: b


async def long(
    self,
    c: int = 3,  # stays
    *,
    d: str = ",",
) -> None:
    """Say (a, b)."""


def bare(
    self,
    c: int = 3  # of c
) -> None:
    """Say nothing."""


def commented(
    self,
    # what c means
    c: int,
) -> None:
    """Say nothing."""
