__all__ = ["a"]
__all__ += [
    "b",
]


@decorated(1)
class Kept(Base):
    x: dict[str] = {}
    y: Union[int,]

    def run(self):
        global a
        count = 0

        def inner():
            nonlocal count

        with open("a") as file:
            pass
        with (
            open("a") as file,
        ):
            pass
        match self:
            case Point(x) | Line(a=1):
                pass
            case {"a": 1, **rest}:
                pass
        try:
            pass
        except (OSError,):
            pass
        return file,


del a
f"{call(1, old_in_string)!r:>{width}} {{a, b}}"
names = [rb"\"", Rb'''
,
''']
m[1, 2:3]
data = (b"a" b"b",)
keep = {1, 2}
