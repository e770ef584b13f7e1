from enum import Flag, IntEnum, StrEnum, auto


class State(IntEnum):
    OPEN = auto()
    DRAINING = auto()
    CLOSED = auto()


class Mode(Flag):
    READ = auto()
    WRITE = auto()
    LOCK = auto()


class Word(StrEnum):
    OLD = auto()
    NEW = auto()


class Store:
    def load(self, path):
        return path

    @property
    def name(self):
        return super().name


def opened(path, *args, mode="r", size=1):
    return path, mode


def closed():
    return True
