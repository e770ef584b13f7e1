with old(
    a,
) as b:
    use(b)

    more(b)

def long(
    a,
    b=[
        1,
    ],
) -> dict[
    str, int
]:
    return {}

def tabs():
	if old:
		return 1
	return 2

table = {
    "deep": {
        "x": (1,
              2),
    },
    "flat": 1,
    "other": 2,
}
register(old, lambda: (
    1
))
end = 1
