if a or old_condition:
    pass
async def one() -> None:
    old_a.call(); old_b.call()
    return x.strip()
y = (
    head + tail
    + more
)
z = f"{x}" "old words"
del a, old_target
