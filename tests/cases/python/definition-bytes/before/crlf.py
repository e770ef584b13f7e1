import os

# Old.
@cache
def old(
    a,
):
    return """
    text
    """


class Kept:
    gone = 1

    x = [
        a,  # of a
        gone_too,
    ]
