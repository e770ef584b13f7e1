import sys

if sys.platform == "win32":
    def quick():
        return 1

    def slow():
        return 2

    other = 1
else:
    def quick():
        return 3

    def slow():
        return 4
