"""The second witness: expat, which reads the file's bytes in the encoding that they declare.

Nothing outside of the file is opened, and no entity is expanded: a reference is hidden from expat behind
as many bytes that are none, so that one that stands for a thousand others costs what any text costs.
"""

from __future__ import annotations

from xml.parsers import expat

from patcher.expression import expression
from patcher.record import dataclass, field

_REFERRING = expression(rb"&(?=[A-Za-z_:\x80-\xff])")
_DECLARED = expression(rb"(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_UNBOUND = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]
_UNKNOWN = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]


@dataclass(slots=True)
class Reading:
    """The elements that expat reads, by the byte where each begins.

    The second byte is where its end tag begins, or, of a tag that is both, where it ends. `fault` is the
    1-based line where expat stops, and why.
    """

    elements: dict[int, int] = field(default_factory=dict)
    fault: tuple[int, str] | None = None


def encoding_of(data: bytes) -> str:
    """Return the encoding that a file's bytes declare, in small letters; `utf-8` where they declare none.

    >>> encoding_of(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), encoding_of(b"<a/>")
    ('iso-8859-1', 'utf-8')
    """
    match = _DECLARED.match(data)
    return "utf-8" if match is None else match[1].decode().lower()


def is_unicode(encoding: str) -> bool:
    """Tell whether an encoding is UTF-8, or what is UTF-8 as far as it goes."""
    return encoding in ("utf-8", "utf8", "us-ascii", "ascii")


def read(data: bytes) -> Reading:
    """Return what expat reads of a file."""
    hidden = _REFERRING.sub(b".", data)
    found, code = _parsed(hidden, namespaces=True)
    if code == _UNBOUND:
        return Reading(_parsed(hidden, namespaces=False)[0].elements, found.fault)
    encoding = encoding_of(data)
    if code == _UNKNOWN and _is_known(encoding):
        # An encoding of several bytes a character: the places are not those of the file, the faults are.
        text = hidden.decode(encoding, "replace").encode()
        return Reading({}, _parsed(text, namespaces=True, encoding="utf-8")[0].fault)
    return found


def is_one_element(text: bytes, encoding: str) -> bool:
    """Tell whether some bytes are one element, all of them, as expat reads them without what is around them."""
    if not is_unicode(encoding) and _is_known(encoding):
        text = text.decode(encoding, "replace").encode()
    found, _ = _parsed(_REFERRING.sub(b".", text), namespaces=False, encoding="utf-8")
    return found.fault is None and text.startswith(b"<") and text.endswith(b">")


def attributes_read(tag: bytes, encoding: str) -> list[tuple[str, str]] | None:
    """Return the attributes of a tag that is all of an element; `None` where it is none."""
    if not is_unicode(encoding) and _is_known(encoding):
        tag = tag.decode(encoding, "replace").encode()
    found: list[list[tuple[str, str]]] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda _, held: found.append(list(held.items()))
    try:
        parser.Parse(_REFERRING.sub(b".", tag), True)
    except expat.ExpatError:
        return None
    return found[0] if len(found) == 1 else None


def _is_known(encoding: str) -> bool:
    try:
        return bool(b"a".decode(encoding))
    except (LookupError, UnicodeError):
        return False


def _parsed(data: bytes, *, namespaces: bool, encoding: str | None = None) -> tuple[Reading, int]:
    """Return what expat reads, and the number of what it stops at; 0 for nothing."""
    found, opened = Reading(), list[int]()
    parser = expat.ParserCreate(encoding, " " if namespaces else None)

    def start(_name: str, _attributes: dict[str, str]) -> None:
        opened.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        found.elements[opened.pop()] = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as wrong:
        found.fault = wrong.lineno, expat.ErrorString(wrong.code)
        return found, wrong.code
    except (ValueError, LookupError):  # an encoding that Python cannot give to expat
        found.fault = 1, expat.ErrorString(_UNKNOWN)
        return found, _UNKNOWN
    return found, 0
