"""Work that must come to an end: a backstop for what would take minutes or never stop, not a measurement."""

import signal
from contextlib import contextmanager


@contextmanager
def ends(within=120):
    """Fail where what stands inside is not over after so many seconds, on however busy a machine."""

    def stop(_number, _frame):
        raise AssertionError(f"not over after {within} s")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(within)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
