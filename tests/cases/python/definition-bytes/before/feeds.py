import os

def keep():
    return "ab"

def old():
    return 1

def last():
    return 2
