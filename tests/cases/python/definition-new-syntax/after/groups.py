def keep(command):
    match command:
        case [Point(x=0), *rest] if rest:
            return rest
        case {"a": 1, **other} | None:
            return other
        case _:
            pass
    try:
        pass
    except* (OSError, ValueError) as group:
        raise group from None
