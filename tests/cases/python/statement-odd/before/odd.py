"""Docs of the module."""
old_after_docs = 1
type = 2

def f(a):
    """Old docs
    on two lines."""

    if a:
        pass
    else:
        # about old
        old_in_else()
        b()
    try:
        c()
    finally:
        d()

        old_in_finally()
    match a:
        case 1: pass
        case 2:
            old_in_case()

            return (
                # deep
                a
            )
    g = sorted(
        a, key=lambda x: (
            old_lambda(x)
        ),
    )
    assert old, (
        "text; more"
    )
    yield old
    yield [
        new]
    del old_name
    if a: return

if a:
    pass

old_end()