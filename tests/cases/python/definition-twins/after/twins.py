import sys

if sys.platform == "win32":
    def slow():
        return 2

    other = 1
else:
    slow = None
