setup_old(
    a,
    b=[1, 2],
)  # goes along
if old_flag:
    pass
elif b:
    pass
else:
    pass
if a:
    x = 1
    with old_lock, \
            other:
        pass
    y = 2


def run(items):
    for old_item in items:
        if old_item:
            continue
        # a trailing remark
    else:
        pass

    if items:
        z = 1
        raise OldError(
            "text",
        )

    cursor.execute("""
        old sql
    """)
    match old_command:
        case 1:
            pass
        case _:
            pass
    while (old_chunk := read()):
        use(old_chunk)
    return items


async def rows(conn):
    global old_state
    async for old_row in conn:
        yield old_row
    value = 1 + \
        old_continued
    return


@decorated
class Kept:
    class Old:
        pass
    x = 1

    # attached
    # twice
    old_after_blank()


try:
    old_try()
except (A, B):
    pass
finally:
    pass
