def choose(node):
    # Everybody else.
    if node.ready:
        return sql(node)
    else:
        return None


if early:
    start()

else:
    stop()

try:
    import store
except (
    ImportError,
    OSError,
):
    store = None


def walk(nodes):
    for node in nodes:
        node.go()
    match nodes:
        case []:
            return 0
        case _:
            return 2
