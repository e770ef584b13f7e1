#!/usr/bin/env python3


# Used by everybody.
@staticmethod
def helper(value):
    return [
        value,
    ]


def first():
    return 1
