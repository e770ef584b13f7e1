drop_me()
x = 1
drop_me()

y()  # drop_me

near_me()
with_more(
    1,
)


def f():
    version = 3
    return here


near_me()
z = 3
