def keyed[T](a: T, /, b=1, *, c: int = 2, **kw):
    return a


def only[T](self, *, k: T) -> T:
    return k
