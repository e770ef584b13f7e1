def first(old_first, b): ...
def middle(a, old_middle, c): ...
def last(a, b, old_last): ...
def only(old_only): ...
def default(a, old_default=(1, 2), *, c=3): ...
def typed(a, old_typed: dict[str, int] = {}, *, c: int = 3) -> None: ...
def starred(a, *old_args, **options): ...
def options(a, *args, **old_kwargs): ...
short = lambda old_lambda, b: b


async def long(
    self,
    old_line: int,  # how many
    c: int = 3,  # stays
    *,
    d: str = ",",
) -> None:
    """Say (a, b)."""


def bare(
    self,
    c: int = 3,  # of c
    old_last_line: int = 4  # of old
) -> None:
    """Say nothing."""


def commented(
    self,
    # why it is there
    old_after_comment: int,
    # what c means
    c: int,
) -> None:
    """Say nothing."""
