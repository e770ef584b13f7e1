a = 1
# touches both sides
touched = 2
b = 3

# ---------------
# Section one
# ---------------

def bannered():
    return 1

def kept():
    return 2

# stays, as asked for
def unattached():
    return 3

# ---------------
# Section two
# ---------------

def last_of_section():
    return 4

# ---------------
# Section three
# ---------------

def g():
    # above with
    with_comment()
    # above without
    without_comment()
    return 5
