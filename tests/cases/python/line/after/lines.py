x = 1

near_me()


def f():
    version = 3 + 1
    log("here")

    if here:
        stop()
    return here


z = 3
