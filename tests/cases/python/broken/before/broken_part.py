x = 1

def broken(:
    pass

def after_it():
    return 1

y = 2
