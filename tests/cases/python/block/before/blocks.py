if old:
    x()

    y()
    # the end
OLD_TABLE = {
    "a": 1,
}
for old in range(3):
    print("""
at the margin
""")
KEPT = {
    "old": [
        1,
    ],
    "new": 2,
}


class Kept:
    def old_method(
        self,
    ):
        return 1

    def kept(self):
        register(old,
                 "x")
        return 2
