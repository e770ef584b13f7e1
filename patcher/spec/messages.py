"""Which lines of a message `git am` or `git apply` would take for something else: what can be told from the plan alone.

Whether all of a message comes out as it went in, its author and date too, is tried when patches are made.
"""

from __future__ import annotations

import re

from patcher.expression import expression

_ENDS = expression(r"(?:---(?:\s|$)|diff -|Index: |From )")  # mailinfo.c, `patchbreak`; mailsplit.c
_HUNK = expression(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@", re.ASCII)  # apply.c, `find_header`
_HEADER = expression(r"(?:From|Date|Subject):", re.IGNORECASE)  # mailinfo.c, `check_inbody_header`
_CUT = expression(rb"[ \t\r\n]|-|>8|8<|>%|%<|.", re.DOTALL)


def why_lost(row: str, *, first: bool) -> str | None:
    """Return what git would do with a line of a body; `first`: nothing but blank lines is above it."""
    if _ENDS.match(row):
        return "git takes it for the end of the message"
    if _HUNK.match(row):
        return "`git apply` takes it for a hunk without a file"
    if cuts(row):
        return "git takes it for a scissors line and drops what is above"
    if first and _HEADER.match(row):
        return "git takes it for a header of the mail"
    return None


def cuts(row: str) -> bool:
    """Tell whether git takes a line for scissors: mostly dashes and blades, with few blanks between.

    The figures are git's own (mailinfo.c, `is_scissors_line`), counted in bytes.
    """
    dashes = blanks = blades = 0
    inside = False
    raw = row.encode("utf-8", "surrogatepass")
    for token in _CUT.findall(raw):
        if token.isspace():
            dashes += inside
            blanks += inside
            continue
        inside = token == b"-" or len(token) == 2
        dashes += len(token) if inside else 0
        blades += len(token) == 2
    seen = len(raw.strip(b" \t\r\n"))
    return blades > 0 and 8 <= seen < dashes * 3 and blanks * 2 < dashes
