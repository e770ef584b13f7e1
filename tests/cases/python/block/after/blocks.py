KEPT = {
    "new": 2,
}


class Kept:
    def kept(self):
        return 2
