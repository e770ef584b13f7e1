"""Imports."""

from __future__ import annotations

import os
import re, sys
import xml.dom.minidom, json
import numpy as np  # numbers
from a import first, b, c
from a1 import a, middle, c
from a2 import a, b, last
from a3 import original as renamed, b
from shop.basket import only
from shop.lines import (
    line_first,
    b,
)
from shop.more import (
    a,  # of a
    line_last,  # of the last
)
from shop.wrapped import (
    wrapped,
)
from shop.slashes import a, \
    slash_one, \
    c
from shop.slashes2 import a, \
    b, \
    slash_last
from shop.hug import (a, hugged,
                      c)
from . import relative
from .. import kept

try:
    import in_try
    import kept_too
except ImportError:
    kept_too = None

if TYPE_CHECKING:
    from types import KEPT, TYPE_ONLY


def load():
    import local
    return kept
