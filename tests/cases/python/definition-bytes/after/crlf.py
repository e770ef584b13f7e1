import os


class Kept:
    x = [
        a,  # of a
    ]
