def f():
    global only_global
    x = m[only_index]
    with only_context():
        pass
    a, b, c = 1, 2, 3
