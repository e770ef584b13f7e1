"""What in some files is most like an anchor: names and lines, the nearest first, with what differs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from patcher.errors import Candidate, Offer
from patcher.expression import expression
from patcher.finder.candidates import tried
from patcher.finder.differences import differing
from patcher.record import replace
from patcher.spec.model import Selector
from patcher.spec.writing import literally, quoted
from patcher.syntax.syntax import Syntax

MOST = 3
NAMED = frozenset({"definition", "import"})
OPERATORS = frozenset("\\^$.*+?()[]{}|")
_TOKEN = expression(r"\\([^\w\s])|(\.)(?![*+?{])|\\\w|\(\?[a-zA-Z!=<:]+|.", re.DOTALL)
_ALIKE = 0.85  # of two texts of which one is the other misspelt


def all_names(selector: Selector, files: Sequence[Syntax]) -> Iterator[tuple[str, Syntax, int]]:
    """Yield every name that a selector could mean, with its file and where it stands."""
    for syntax in files:
        if selector.extent == "definition":
            for definition in syntax.definitions():
                yield definition.name, syntax, definition.span.start
        else:
            for imported in syntax.imports():
                for name in imported.names:
                    yield name, syntax, imported.span.start


def names_like(selector: Selector, files: Sequence[Syntax]) -> list[Candidate]:
    """Return the names most like a selector's anchor, members of its plain name first, each with what differs."""
    import difflib

    places: dict[str, tuple[str, int]] = {}
    for name, syntax, start in all_names(selector, files):
        places.setdefault(name, (syntax.source.path, syntax.source.line_at(start)))
    wanted = plain_words(selector.anchor or "")
    members = [name for name in places if name.rpartition(".")[2] == wanted]
    close = difflib.get_close_matches(wanted, places, n=MOST, cutoff=0.6)
    kept = dict.fromkeys([*members, *close])
    rows = []
    for name in [*kept][:MOST]:
        path, line = places[name]
        marks, note = ((), "its whole name") if name in members else differing(wanted, name)
        rows.append(Candidate(path, line, line, name, note, marks))
    return rows


def spelt_as_there(
    selector: Selector, found: Sequence[Candidate], files: Sequence[Syntax]
) -> Iterator[Offer]:
    """Yield the anchor as the nearest place spells it, where that is found once."""
    if selector.extent not in NAMED and selector.extent not in (
        "line",
        "text",
        "statement",
        "comment",
        "entry",
    ):
        return
    import difflib

    first = found[0]
    wanted = plain_words(selector.anchor or "")
    if difflib.SequenceMatcher(None, wanted, first.text, autojunk=False).ratio() < _ALIKE and first.marks:
        return
    text = first.text if re.fullmatch(r"[\w.]+", first.text) else literally(first.text.strip())
    other = replace(selector, anchor=text)
    if len(text) <= 80 and len(tried(other, files)) == 1:
        yield Offer(f"{selector.extent}: {quoted(text)}")


def lines_like(selector: Selector, files: Sequence[Syntax]) -> list[Candidate]:
    """Return the lines most like the anchor's literal text, each with what differs."""
    wanted = plain_words((selector.anchor or ends_of(selector)).removesuffix("<"))
    lines = ((s.source.path, n, t) for s in files for n, t in enumerate(s.source.text.split("\n"), 1))
    rows = []
    for path, line, text in _similar(wanted, lines):
        shown = text.strip()
        marks, note = differing(wanted, shown)
        rows.append(Candidate(path, line, line, shown, note, marks))
    return rows


def plain_words(pattern: str) -> str:
    """Return a pattern's literal text: escapes undone, operators turned into blanks; a lone dot is one."""
    return _TOKEN.sub(
        lambda m: (
            m.group(1) or m.group(2) or (" " if m.group() in OPERATORS or len(m.group()) > 1 else m.group())
        ),
        pattern,
    ).strip()


def ends_of(selector: Selector) -> str:
    """Return the anchor of a range's first end, "" where there is none."""
    return selector.start.anchor or "" if selector.start else ""


def _trigrams(text: str) -> set[str]:
    folded = " ".join(text.lower().split())
    return {folded[i : i + 3] for i in range(len(folded) - 2)}


def _similar(wanted: str, lines: Iterable[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Return the lines that share the most trigrams with the wanted text, best first."""
    grams = _trigrams(wanted)
    if not grams:
        return []
    scored: dict[str, tuple[float, str, int]] = {}
    for path, number, text in lines:
        if text in scored or len(text) > 2000:
            continue
        own = _trigrams(text)
        shared = len(grams & own)
        if shared * 2 >= len(grams):
            scored[text] = (shared / (len(grams) + len(own) - shared), path, number)
    best = sorted(scored.items(), key=lambda pair: (-pair[1][0], pair[1][1], pair[1][2]))[:MOST]
    return [(path, line, text) for text, (_, path, line) in best]
