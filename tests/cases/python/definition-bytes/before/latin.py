# -*- coding: latin-1 -*-
name = "é"


def old():
    return "è"


other = "ü"
