"""Docs of the module."""
type = 2

def f(a):
    if a:
        pass
    else:
        # about old
        b()
    try:
        c()
    finally:
        d()
    match a:
        case 1: pass
        case 2:
            return (
                # deep
                a
            )
    yield [
        new]
    if a: return

if a:
    pass
