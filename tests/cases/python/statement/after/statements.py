if a:
    x = 1
    y = 2


def run(items):
    if items:
        z = 1

    return items


async def rows(conn):
    return


@decorated
class Kept:
    x = 1
