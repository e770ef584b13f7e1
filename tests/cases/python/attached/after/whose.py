a = 1
b = 3

# ---------------
# Section one
# ---------------

def kept():
    return 2

# stays, as asked for

# ---------------
# Section two
# ---------------

# ---------------
# Section three
# ---------------

def g():
    # above without
    return 5
