def last():
    return 2