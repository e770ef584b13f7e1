"""The boundary finder: a selector and files in, ranges with evidence out, or a refusal that helps.

Exactly as many ranges as the edit's `count` says are returned; anything else is refused, and the
refusal shows every candidate or, where there is none, the nearest misses.
"""

from patcher.finder.find import locate_edit, locate_one
from patcher.finder.model import Located
from patcher.finder.needed import needed_bytes

__all__ = ["Located", "locate_edit", "locate_one", "needed_bytes"]
