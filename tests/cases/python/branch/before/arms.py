def choose(node):
    if is_etcd(node):
        # Until 0.8.
        return etcd(
            node,
        )
    # Everybody else.
    elif node.ready:
        return sql(node)
    else:
        return None


if early:
    start()

elif late:
    wait()

else:
    stop()

try:
    import store
except EtcdError as error:
    report(error)
except (
    ImportError,
    OSError,
):
    store = None


def walk(nodes):
    for node in nodes:
        node.go()
    else:
        done()
    match nodes:
        case []:
            return 0
        case (1, _):
            return 1
        case _:
            return 2
