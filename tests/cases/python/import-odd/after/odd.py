from a import (
    # about b
    b,
    # about between
    # about c
    c,
)
from b import d as d
import first
import pkg
import pkg.other as sub
from d import (x)

value = pkg.sub
