class Queue:
    @property
    def size(self):
        return 1

    # Kept for old callers.
    @size.setter
    def size(self, value):
        pass

    @overload
    def put(self, item: int) -> None: ...
    @overload
    def put(self, item: str) -> None: ...
    def put(self, item):
        pass

    @property
    def name(self):
        return "a"

    @name.deleter
    def name(self):
        pass

    def pop(self):
        pass

    def last(self):
        pass

    def first(self):
        pass
