#!/usr/bin/env python3


def first():
    return 1
