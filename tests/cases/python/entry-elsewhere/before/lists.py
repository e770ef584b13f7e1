__all__ = ["a", "old_export"]
__all__ += [
    "b",
]


@decorated(1, old_argument)
class Kept(Base, OldBase):
    x: dict[str, old_type] = {}
    y: Union[int, old_last_type,]

    def run(self):
        global a, old_global
        count = 0

        def inner():
            nonlocal old_nonlocal, count

        with old_lock(), open("a") as file:
            pass
        with (
            open("a") as file,
            open("b") as old_file,  # goes
        ):
            pass
        match self:
            case Point(x, old_pattern) | Line(a=1, old_key=_):
                pass
            case {"a": 1, "old_mapping": 2, **rest}:
                pass
        try:
            pass
        except (OSError, old_exception):
            pass
        return file, old_returned


del a, old_deleted
f"{call(1, old_in_string)!r:>{width}} {{a, b}}"
names = [rb"\"", "old_prefix", Rb'''
,
''']
m[1, 2:3, old_sliced]
data = (b"a" b"b", b"old_bytes" rb"c")
keep = {1, 2, *old_in_set}
