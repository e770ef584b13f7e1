"""What a file must hold for a selector to find anything in it: bytes that are looked for before the file is."""

from __future__ import annotations

from patcher.spec import required_bytes
from patcher.spec.model import Selector

# Extents whose anchor is a piece of the file's text, in a file of any language.
_PLAIN = frozenset({"line", "text", "block", "comment", "paragraph"})


def needed_bytes(selector: Selector) -> tuple[bytes, ...]:
    """Return bytes one of which stands in each file where the selector gives a range or a refusal.

    None where nothing is sure: an anchor that is a name, an extent that some languages do not have,
    a window that must be one.
    """
    if selector.within is not None:
        return ()
    if selector.extent == "from":
        ends = (selector.start, selector.through or selector.until)
        needed = [needed_bytes(end) for end in ends if end is not None]
        return needed[0] if len(needed) == 2 and all(needed) else ()
    if selector.anchor is None:
        return ()
    if selector.extent == "marker":
        literal = max(selector.anchor.removesuffix("<").split("\n"), key=len)
        return (literal.encode("utf-8", "surrogateescape"),) if literal and "\r" not in literal else ()
    return required_bytes(selector.anchor) if selector.extent in _PLAIN else ()
