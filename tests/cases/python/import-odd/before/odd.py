from a import (
    # about b
    b,
    # about between
    between,  # noqa
    # about c
    c,
)
from b import exported as exported, d as d
from c import original as dotted
import first; import second
import pkg
import pkg.sub
import pkg.other as sub
from d import (a_old, x,
    b_old)

value = pkg.sub
