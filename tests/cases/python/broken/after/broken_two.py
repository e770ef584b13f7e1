import os

def kept(items=[1]):
    print "kept", items
    exec 'x' in {}
