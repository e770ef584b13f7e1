def one_line(a): return a
def kept_line(a): return a

def \
        continued(
    a, b
):
    return a

def margin():
    if a:
# a comment at the margin
        return 1
# another one

    return 2
# after the function, at the margin

class Outer:
    class Inner:
        x = 1
        async def deep(self): await self

    y = 2

class Small: x = 1; y = 2

def outer():
    """Docs."""

    @decorate
    # between
    @ decorate . more (
        1
    )
    class decorated(A): pass

    return decorated

try:
    from a import in_try
except ImportError:
    other = None

    def in_except():
        return None

class Kept:
    if sys.version_info >= (3, 12):
        def conditional(self):
            return 1

        other = 2

def quoted(): '''
# not a comment
def kept(): pass
'''

def tail():
    return 1

    # the last words
    # of tail
