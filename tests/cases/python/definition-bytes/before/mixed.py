a = 1
b = 2

def old():
    return 1

c = 3
d = 4
