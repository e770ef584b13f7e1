"""Where a shell's double quotes end: what stands in `$(...)`, `${...}` and backquotes has quotes of its own."""

from __future__ import annotations

from patcher.expression import expression

_REACH = 20_000  # characters in which an end is looked for
_INNER = 60  # how deep what stands in between may be nested
_PLAIN = r"\\(?s:.)|\$\(|\$\{|`|\""
_MARKS = {
    '"': expression(_PLAIN),
    "{": expression(_PLAIN + r"|\}"),
    "(": expression(_PLAIN + r"|[()]|'[^']*'|(?<=\s)#[^\n]*"),
    "`": expression(_PLAIN + r"|'[^'`]*'"),
}
_OPENS = {"$(": "(", "(": "(", "${": "{"}
_CLOSES = {")": "(", "}": "{"}


def double_end(text: str, start: int, end: int) -> int:
    """Return the end of a string in double quotes, given where its second quote is (POSIX, 2.2.3).

    >>> double_end('"$(a "b c")" d', 0, 5)
    12
    """
    if not any(mark in text[start:end] for mark in ("$(", "${", "`")):
        return end
    stack, position, limit = ['"'], start + 1, end + _REACH
    while 0 < len(stack) <= _INNER and (match := _MARKS[stack[-1]].search(text, position, limit)) is not None:
        mark, position = match.group(), match.end()
        if mark in _OPENS:
            stack.append(_OPENS[mark])
        elif mark in ('"', "`"):
            if stack[-1] == mark:
                stack.pop()
            elif mark == '"' or mark not in stack:
                stack.append(mark)
            else:
                return end
        elif _CLOSES.get(mark) == stack[-1]:
            stack.pop()
    return end if stack else position
