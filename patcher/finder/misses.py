"""What an anchor that matched nothing may have meant: the names or lines most like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from patcher.errors import Candidate
from patcher.finder.view import shown
from patcher.spec.model import Selector
from patcher.syntax.model import Syntax

_TOKEN = re.compile(r"\\([^\w\s])|\\\w|\(\?[a-zA-Z!=<:]+|.", re.DOTALL)
_OPERATORS = frozenset("\\^$.*+?()[]{}|")
MOST = 3


def nearest(selector: Selector, files: Sequence[Syntax]) -> tuple[tuple[Candidate, ...], str | None, str]:
    """Return the nearest candidates, a hint, and what was searched, in words."""
    where = files[0].source.path if len(files) == 1 else f"{len(files)} files"
    if not files:
        return (), "no file was searched", "in no file"
    if selector.within is not None:
        hint = "the anchor is looked for only inside what `within` selects"
    elif selector.extent == "lines":
        return (), f"the file has {files[0].source.line_count} lines", f"searched in {where}"
    else:
        hint = None
    if selector.extent in ("definition", "import"):
        return _names(selector, files, where, hint)
    wanted = plain_words(selector.anchor or _ends(selector))
    lines = ((s.source.path, n, t) for s in files for n, t in enumerate(s.source.text.split("\n"), 1))
    found = _similar(wanted, lines)
    searched = f"searched in {where}, {sum(s.source.line_count for s in files):,} lines"
    if found and hint is None:
        hint = "the nearest lines are shown; correct the anchor, or add `optional: true`"
    return tuple(found), hint or "correct the anchor, or add `optional: true`", searched


def _names(
    selector: Selector, files: Sequence[Syntax], where: str, hint: str | None
) -> tuple[tuple[Candidate, ...], str | None, str]:
    import difflib

    places: dict[str, tuple[str, int, str]] = {}
    for syntax in files:
        source = syntax.source
        if selector.extent == "definition":
            named = [(d.name, d.span.start) for d in syntax.definitions()]
        else:
            named = [(name, i.span.start) for i in syntax.imports() for name in i.names]
        for name, start in named:
            line = source.line_at(start)
            places.setdefault(name, (source.path, line, name))
    wanted = plain_words(selector.anchor or "")
    close = difflib.get_close_matches(wanted, places, n=MOST, cutoff=0.6)
    close += [n for n in places if n.rpartition(".")[2] == wanted and n not in close][:MOST]
    found = tuple(Candidate(p, line, line, text) for p, line, text in (places[n] for n in close[:MOST]))
    kind = "definitions" if selector.extent == "definition" else "imported names"
    searched = f"searched in {where}, {len(places):,} {kind}"
    if close:
        hint = f"did you mean `{close[0]}`?"
    elif hint is None:
        hint = "the pattern must match the whole qualified name, such as `Class.method`"
    return found, hint, searched


def plain_words(pattern: str) -> str:
    """Return a pattern's literal text: escapes undone, operators turned into blanks."""
    return _TOKEN.sub(
        lambda m: m.group(1) or (" " if m.group() in _OPERATORS or len(m.group()) > 1 else m.group()), pattern
    ).strip()


def _ends(selector: Selector) -> str:
    return selector.start.anchor or "" if selector.start else ""


def _trigrams(text: str) -> set[str]:
    folded = " ".join(text.lower().split())
    return {folded[i : i + 3] for i in range(len(folded) - 2)}


def _similar(wanted: str, lines: Iterable[tuple[str, int, str]]) -> list[Candidate]:
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
    return [Candidate(path, line, line, shown(text, 80)) for text, (_, path, line) in best]
