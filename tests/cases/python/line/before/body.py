def f():
    only()


text = """
one
"""
