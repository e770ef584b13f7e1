class Queue:
    size = 1

    def put(self, *items):
        pass

    def first(self):
        pass

    @property
    def name(self):
        return "a"

    @name.deleter
    def name(self):
        pass

    def fresh(self):
        pass

    def last(self):
        pass

    def pop(self):
        pass
