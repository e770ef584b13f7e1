x = 2

def broken(:
    pass

y = 2
