import os

def keep():
    return "ab"

def last():
    return 2
