first(); second()
if a: third()


def run():
    """A docstring."""


def stop():
    fourth()
