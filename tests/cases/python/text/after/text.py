if a:
    pass
def one():
    new_a.call(); new_b.call()
    return x
y = (
    head
)
z = f"{x}" "new words"
del a
