type Pair[T] = tuple[T, T]
type Kept1 = int


def first[T: (int, str), *Ts, **P](items: list[T]) -> T:
    return items[0]


class Stack[T]:
    items: list[T]


def second[T, U: int](a: T, b: U) -> T:
    return a


NESTED = f"{f"{", ".join(["a"])}"} }} {{ # no comment"
match = f'{
    1  # one
}'
KEPT = f"{KEPT1!r:>{10}}"


class Kept:
    type: str = "x"
    match: int = 1
