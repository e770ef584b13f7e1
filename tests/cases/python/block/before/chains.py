if a:
    x()
elif b:
    y()
else:
    z()


@cache
def decorated():
    return 1


def last():
    return 2
