def kept_line(a): return a

# after the function, at the margin

class Outer:
    class Inner:
        x = 1

    y = 2

def outer():
    """Docs."""

    return decorated

try:
    from a import in_try
except ImportError:
    other = None

class Kept:
    if sys.version_info >= (3, 12):
        other = 2
