import os
import sys


def old():
    return os


def kept():
    return sys
