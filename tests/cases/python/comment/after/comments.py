#!/usr/bin/env python3
# -*- coding: utf-8 -*-

def keep():
    x = 1
    y = "# not a comment"  # stays as it is

    return [
        1,
        2,
    ]


    # done
z = 1
    # deeper, another run
w = """
# attached to nothing
"""
