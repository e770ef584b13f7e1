def a():
    x = 1
    y = 2


def b():
    x = 1
    y = 3


def c():
    z = 1
    y = 4

start()
work()
end()
