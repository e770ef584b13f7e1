import old_module, os

def old():
    print 'old'
    raise ValueError, 'x'

def kept(items=[1, old_item]):
    print "kept", items
    exec 'x' in {}
