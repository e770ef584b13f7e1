from enum import Flag, IntEnum, StrEnum, auto


class State(IntEnum):
    OPEN = auto()
    CLOSED = 3


class Mode(Flag):
    READ = auto()
    WRITE = auto()


class Word(StrEnum):
    NEW = auto()


class Store:
    @property
    def name(self):
        return super().name


def load(path):
    return path


def opened(path, *, mode="r", size=1):
    return path, mode


def closed():
    return True
