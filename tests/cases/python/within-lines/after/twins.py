def a():
    x = 1


def b():
    y = 3


def c():
    y = 4

y = 2
end()
