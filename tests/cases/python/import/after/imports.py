"""Imports."""

from __future__ import annotations

import re, sys
import json
from a import b, c
from a1 import a, c
from a2 import a, b
from a3 import b
from shop.lines import (
    b,
)
from shop.more import (
    a,  # of a
)
from shop.slashes import a, \
    c
from shop.slashes2 import a, \
    b
from shop.hug import (a,
                      c)
from .. import kept

try:
    import kept_too
except ImportError:
    kept_too = None

if TYPE_CHECKING:
    from types import KEPT


def load():
    return kept
