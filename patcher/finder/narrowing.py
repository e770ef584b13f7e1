"""What would pick one of several candidates alone: a longer anchor, `matching`, `except`, `within`, `nth`.

Every offer is tried with the finder itself before it is shown; that costs only where a plan did not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from patcher.errors import Candidate
from patcher.expression import expression
from patcher.finder.candidates import candidate_of, tried
from patcher.finder.model import Located
from patcher.record import dataclass, replace
from patcher.source import Span
from patcher.spec.model import Selector
from patcher.spec.writing import Value, flow, literally
from patcher.syntax.syntax import Syntax

MOST = 12  # candidates for which an offer is sought
_TRIALS = 12  # offers that are tried for one of them
_LONGEST = 76  # characters of an offer, but for one that has no shorter
_TOKEN = expression(r"\w+|[^\w\s]+|\s+")
_NAMED = frozenset({"definition", "import"})  # extents whose anchor is a whole name


@dataclass(frozen=True, slots=True)
class _Way:
    """A selector that might pick one candidate, and the keys of a plan that make it."""

    selector: Selector
    keys: Mapping[str, Value]
    cost: int = 0  # characters that a reader would rather see than this way

    @property
    def text(self) -> str:
        return ", ".join(f"{key}: {flow(value)}" for key, value in self.keys.items())


def offered(selector: Selector, files: Sequence[Syntax], found: Sequence[Located]) -> tuple[Candidate, ...]:
    """Return the candidates as an error shows them, each with the shortest keys that pick it alone.

    `found` are all that the selector gives in the files, in order; further parts of one are left out.
    """
    heads = [located for located in found if not located.part]
    by_path = {syntax.source.path: syntax for syntax in files}
    rows = [candidate_of(located, located.label) for located in heads]
    for index, located in enumerate(heads[:MOST]):
        syntax = by_path[located.file]
        offer = _offer(selector, files, heads, index, syntax)
        rows[index] = replace(rows[index], offer=offer)
    return tuple(rows)


def _offer(
    selector: Selector, files: Sequence[Syntax], heads: Sequence[Located], index: int, syntax: Syntax
) -> str | None:
    ways = sorted(_ways(selector, files, heads, index, syntax), key=lambda way: len(way.text) + way.cost)
    short = [way for way in ways if len(way.text) <= _LONGEST] or ways[:1]
    for way in short[:_TRIALS]:
        if picks(way.selector, files, heads[index]):
            return way.text
    position = index + 1
    last = _Way(replace(selector, nth=position), {"nth": position})
    return last.text if picks(last.selector, files, heads[index]) else None


def picks(selector: Selector, files: Sequence[Syntax], meant: Located) -> bool:
    """Tell whether a selector gives one range in the files, and that it is the one that is meant."""
    found = tried(selector, files)
    return len(found) == 1 and (found[0].file, found[0].span) == (meant.file, meant.span)


def _ways(
    selector: Selector, files: Sequence[Syntax], heads: Sequence[Located], index: int, syntax: Syntax
) -> Iterator[_Way]:
    text = syntax.source.text
    meant = heads[index]
    own = _seen(meant, text)
    others = [_seen(each, _text_of(files, each)) for i, each in enumerate(heads) if i != index]
    yield from _longer(selector, meant, text)
    for word in _only_in(own, others):
        yield _matching(selector, word)
    for word in _missing_in(own, others):
        dropping = (*selector.dropping, literally(word))
        yield _Way(replace(selector, dropping=dropping), {"except": _listed(dropping)}, 8)
    if selector.within is None:
        yield from _inside(selector, meant, syntax)


def _matching(selector: Selector, word: str) -> _Way:
    matching = (*selector.matching, literally(word))
    return _Way(replace(selector, matching=matching), {"matching": _listed(matching)})


def _listed(patterns: Sequence[str]) -> Value:
    return patterns[0] if len(patterns) == 1 else list(patterns)


def _text_of(files: Sequence[Syntax], located: Located) -> str:
    return next(syntax.source.text for syntax in files if syntax.source.path == located.file)


def _seen(located: Located, text: str) -> str:
    """Return what `matching` and `except` see of a candidate."""
    if located.definition is not None:
        return located.definition.name
    return text[located.span.start : located.span.end]


# a longer anchor


def _longer(selector: Selector, meant: Located, text: str) -> Iterator[_Way]:
    """Yield anchors grown from the match: to the right a token at a time, then to the left, then the line."""
    if selector.extent in _NAMED:
        yield _Way(*_anchored(selector, _name(_full_name(meant))))
        return
    if selector.extent == "from":
        begin = selector.start
        assert begin is not None
        if begin.extent == "line" and not (begin.within or begin.matching or begin.dropping or begin.nth):
            for anchor in _grown(meant.anchor, text, whole=False):
                start = replace(begin, anchor=anchor)
                yield _Way(replace(selector, start=start), {"from": anchor})
        return
    if selector.extent in ("marker", "lines"):
        return
    for anchor in _grown(meant.anchor, text, whole=selector.extent in ("text", "comment", "paragraph")):
        yield _Way(*_anchored(selector, anchor))


def _full_name(located: Located) -> str:
    return located.definition.name if located.definition is not None else located.label


def _anchored(selector: Selector, anchor: str) -> tuple[Selector, dict[str, Value]]:
    return replace(selector, anchor=anchor), {selector.extent: anchor}


def _grown(match: Span, text: str, *, whole: bool) -> Iterator[str]:
    """Yield patterns for the match with more and more of its line around it; not for one over lines."""
    start = text.rfind("\n", 0, match.start) + 1
    end = text.find("\n", match.start)
    end = len(text) if end < 0 else end
    if match.end > end:
        return
    rights = [match.end + token.end() for token in _TOKEN.finditer(text[match.end : end])]
    lefts = [start + token.start() for token in _TOKEN.finditer(text[start : match.start])][::-1]
    seen = set()
    for left, right in [
        *((match.start, right) for right in rights),
        *((left, match.end) for left in lefts),
        *((left, end) for left in lefts),
    ]:
        piece = text[left:right].strip()
        if piece and piece not in seen:
            seen.add(piece)
            yield literally(piece)
    line = text[start:end]
    if not whole and line.strip():
        yield f"^{literally(line)}$"


# a word that only this one has


def _words(text: str) -> Iterator[str]:
    """Yield what could tell a text from another, what a reader sees first: its first line's words, then others, lines."""
    first = text.split("\n", 1)[0]
    for part in (first, text):
        words = dict.fromkeys(re.findall(r"\w{3,}", part))
        yield from sorted(words, key=lambda word: (not re.search(r"[^\W\d]", word), len(word)))
    yield from dict.fromkeys(line.strip() for line in text.split("\n") if line.strip())


def _only_in(own: str, others: Sequence[str]) -> list[str]:
    found = (word for word in _words(own[:20_000]) if not any(word in other for other in others))
    return list(islice(found, 2))


def _missing_in(own: str, others: Sequence[str]) -> list[str]:
    """Return words that every other candidate has and this one does not."""
    if not others:
        return []
    words = _words(min(others, key=len)[:20_000])
    found = (word for word in words if word not in own and all(word in other for other in others))
    return list(islice(found, 2))


# what is around it


def _inside(selector: Selector, meant: Located, syntax: Syntax) -> Iterator[_Way]:
    """Yield `within` for the definitions and sections around a candidate, the innermost first."""
    around = [("definition", _name(definition.name), definition.span) for definition in syntax.definitions()]
    around += [
        ("section", f"^{literally(section.label)}$", section.span)
        for section in syntax.sections()
        if section.label
    ]
    held = []
    for extent, anchor, span in around:
        whole = syntax.source.span_of(syntax.source.lines_of(span))
        if whole.holds(meant.core) and whole != meant.core:
            held.append((len(whole), extent, anchor))
    for _, extent, anchor in sorted(held)[:4]:
        within = Selector(extent=extent, anchor=anchor, place=selector.place)
        keys: dict[str, Value] = {"within": {extent: anchor}}
        yield _Way(replace(selector, within=within), keys)


def _name(name: str) -> str:
    """Return a pattern for a qualified name; a dot stands for itself well enough, and each offer is tried."""
    return name if re.fullmatch(r"[\w.]+", name) else literally(name)
