type Kept1 = int


def second[T](a: T, b: U) -> T:
    return a


KEPT = f"{KEPT1!r:>{10}}"


class Kept:
    match: int = 1
