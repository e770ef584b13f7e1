get(url, timeout=3)
get(timeout=3, retries=2)
get(url, timeout=compute(1, [2, 3]), retries=2)
get(
    url,
    timeout=(
        3,
        4,
    ),  # seconds
    retries=2,
)
get(
    url,
    timeout="a, b",
    retries=2,  # twice
)
get(url,
    # how long
    retries=2,
    timeout={"connect": 1, "read": 2})
class Meta(Base, metaclass=Type):
    pass


class Only(metaclass=Type):
    pass


rows.sort(key=lambda row: (row.a, row.b), reverse=True)
