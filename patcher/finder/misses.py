"""What an anchor that matched nothing may have meant: what narrowed it away, another reading, what is most like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from patcher.errors import Candidate, Offer, Refusal
from patcher.finder.candidates import candidate_of, candidates_in, pick
from patcher.finder.differences import differing
from patcher.finder.model import Located
from patcher.finder.registry import NEEDS_LANGUAGE
from patcher.finder.view import Clock, View
from patcher.record import dataclass, replace
from patcher.source import Span
from patcher.spec import BadPattern, compile_pattern
from patcher.spec.model import Edit, Insert, Replace, Selector
from patcher.spec.writing import literally, quoted
from patcher.syntax.model import Syntax

_TOKEN = re.compile(r"\\([^\w\s])|(\.)(?![*+?{])|\\\w|\(\?[a-zA-Z!=<:]+|.", re.DOTALL)
_OPERATORS = frozenset("\\^$.*+?()[]{}|")
_OTHERS = ("definition", "import", "section", "statement", "entry", "comment", "line")
_GROUP = re.compile(r"\\(?:\d|g<)")
_NAMED = frozenset({"definition", "import"})
MOST = 3
_INDENTED = re.compile(r"\^(?:(?: |\\s|\\t|\[ \\t\])[*+]?)+")
_TELLING = 16  # characters of a text that hardly stands somewhere by chance
_ALIKE = 0.85  # of two texts of which one is the other misspelt


@dataclass(frozen=True, slots=True)
class Miss:
    """What is said of an anchor that matched nothing; `searched` is where, in words."""

    searched: str
    hint: str
    candidates: tuple[Candidate, ...] = ()
    offers: tuple[Offer, ...] = ()


def explain_miss(edit: Edit, selector: Selector, files: Sequence[Syntax]) -> Miss:
    """Return what an anchor that matched nothing may have meant, the surest explanation first."""
    if not files:
        return Miss("in no file", "no file was searched")
    where = files[0].source.path if len(files) == 1 else f"{len(files)} files"
    if selector.extent == "lines":
        return Miss(f"searched in {where}", f"the file has {files[0].source.line_count} lines")
    searched = f"searched in {where}, {_searched(selector, files)}"
    if selector.start is not None and not _try(selector.start, files):
        return explain_miss(edit, selector.start, files)
    if selector.within is not None and not _try(selector.within, files):
        return _no_window(selector.within, files, searched)
    done, surely = _done(edit, files)
    explained = (
        (done if surely else None) or _narrowed_away(selector, files) or _other_reading(selector, files)
    )
    explained = explained or done
    if explained is not None:
        return replace(explained, searched=searched)
    return _nowhere(edit, selector, files, searched + _not_understood(selector, files))


def _not_understood(selector: Selector, files: Sequence[Syntax]) -> str:
    """Say where a file is not understood, so that what stands in it may be no construct."""
    if selector.extent in NEEDS_LANGUAGE:
        for syntax in files:
            fault = next(iter(syntax.faults()), None) if syntax.language.checks else None
            if fault is not None:
                own = f" of `{syntax.source.path}`" if len(files) > 1 else ""
                return (
                    f"; as {syntax.language.name}, line {fault.line}{own} is not understood: {fault.message}"
                )
    return ""


def _nowhere(edit: Edit, selector: Selector, files: Sequence[Syntax], searched: str) -> Miss:
    """Return where the anchor stands in nothing of its kind, else what is most like it."""
    elsewhere = _in_no_construct(selector, files) if selector.extent not in _NAMED else None
    if elsewhere is not None:
        return replace(elsewhere, searched=searched)
    named = selector.extent in _NAMED
    found = _names(selector, files) if named else _lines(selector, files)
    if found:
        return Miss(
            searched, _hint_for(selector, found, files), tuple(found), tuple(_spelt(selector, found, files))
        )
    elsewhere = _in_no_construct(selector, files)
    if elsewhere is not None:
        return replace(elsewhere, searched=searched)
    return _nothing_like_it(edit, selector, files, searched)


def _no_window(within: Selector, files: Sequence[Syntax], searched: str) -> Miss:
    """Say that `within` itself selects nothing, and what is most like it."""
    found = _names(within, files) if within.extent in _NAMED else _lines(within, files)
    close = f"; did you mean `{found[0].text}`?" if found and within.extent in _NAMED else ""
    return Miss(searched, f"`within` selects nothing there{close or '; correct its anchor'}", tuple(found))


def _searched(selector: Selector, files: Sequence[Syntax]) -> str:
    if selector.extent in _NAMED:
        kind = "definitions" if selector.extent == "definition" else "imported names"
        return f"{len({name for name, _, _ in _all_names(selector, files)}):,} {kind}"
    return f"{sum(s.source.line_count for s in files):,} lines"


# it is done already


def _done(edit: Edit, files: Sequence[Syntax]) -> tuple[Miss | None, bool]:
    """Tell where the text that the edit brings stands already, and whether that says enough to be sure."""
    action = edit.action
    if not isinstance(action, Replace | Insert) or action.content.text is None:
        return None, False
    wanted = [line.strip() for line in action.content.text.strip("\n").split("\n")]
    if not any(wanted) or any(_GROUP.search(line) for line in wanted):
        return None, False
    rows = [row for syntax in files for row in _standing(syntax, wanted)]
    if not rows:
        return None, False
    surely = len(rows) == 1 and sum(map(len, wanted)) >= _TELLING
    known = "it is already done" if surely else "it may be done already"
    hint = f"{known}: the text that the edit brings stands there; drop the edit, or let it find nothing:"
    return Miss("", hint, tuple(rows[:MOST]), (Offer("optional: true", "beside the action"),)), surely


def _standing(syntax: Syntax, wanted: Sequence[str]) -> Iterator[Candidate]:
    source = syntax.source
    lines = [line.strip() for line in source.text.split("\n")]
    for index in range(len(lines) - len(wanted) + 1):
        if lines[index] == wanted[0] and lines[index : index + len(wanted)] == wanted:
            first, last = index + 1, index + len(wanted)
            yield Candidate(source.path, first, last, source.line_text(first), "stands there already")


# what narrows it takes it away


def _narrowed_away(selector: Selector, files: Sequence[Syntax]) -> Miss | None:
    """Tell whether `nth`, `matching`, `except` or `within` left nothing of what the anchor gives."""
    for key, wider in _wider(selector):
        found = _try(wider, files)
        if found:
            count = len(found)
            shown = tuple(candidate_of(each, each.label) for each in found[:MOST])
            ranges = f"{count} range" + ("s" if count != 1 else "")
            hint = (
                f"`{key}` leaves nothing of the {ranges} that the anchor gives; correct `{key}`, or drop it"
            )
            if key == "within":
                hint = f"the anchor gives {ranges}, outside of what `within` selects"
            return Miss("", hint, shown)
    return None


def _wider(selector: Selector) -> Iterator[tuple[str, Selector]]:
    """Yield the selector with one after the other of what narrows it taken away."""
    if selector.nth is not None:
        selector = replace(selector, nth=None)
        yield "nth", selector
    if selector.dropping:
        yield "except", replace(selector, dropping=())
    if selector.matching:
        yield "matching", replace(selector, matching=())
    if selector.matching and selector.dropping:
        selector = replace(selector, matching=(), dropping=())
        yield "matching` with `except", selector
    if selector.within is not None:
        yield "within", replace(selector, within=None)


def _try(selector: Selector, files: Sequence[Syntax]) -> list[Located]:
    """Return what a selector gives in the files, nothing where it is refused."""
    found: list[Located] = []
    try:
        for syntax in files:
            found += candidates_in(selector, View(syntax, None, Clock()))
    except (Refusal, ValueError, TimeoutError):
        return []
    return [each for each in pick(selector.nth, found) if not each.part]


# another reading of the anchor


def _other_reading(selector: Selector, files: Sequence[Syntax]) -> Miss | None:
    """Return what the anchor finds when it is read a little otherwise, as an author may have meant it."""
    anchor = selector.anchor
    if anchor is None or selector.extent in ("marker", "lines"):
        return None
    for other, why in _readings(anchor, selector.extent):
        try:
            compile_pattern(other)
        except BadPattern:
            continue
        found = _try(replace(selector, anchor=other), files)
        if found:
            shown = tuple(candidate_of(each, each.label) for each in found[:MOST])
            offer = Offer(f"{selector.extent}: {quoted(other)}", f"gives {len(found)}")
            return Miss("", f"{why}:", shown, (offer,))
    return None


def _readings(anchor: str, extent: str) -> Iterator[tuple[str, str]]:
    if _OPERATORS & set(anchor):
        why = "the anchor is a regular expression; read literally it is found, so escape it"
        yield literally(anchor), why
        yield literally(re.sub(r"\\(\W)", r"\1", anchor)), why
    if anchor.startswith("^") and not anchor.startswith("^\\s"):
        yield f"^\\s*{anchor[1:]}", "the anchor wants it at the start of a line, and it is indented"
    indented = _INDENTED.match(anchor)
    if indented is not None:
        yield (
            f"^{anchor[indented.end() :]}",
            "what is searched begins at its first word, without the blanks before it",
        )
    if not anchor.startswith("(?"):
        yield f"(?i){anchor}", "it is written with other capitals; as written, or with `(?i)`"
    if re.search(r"[^\\] ", anchor) and extent not in _NAMED:
        spaced = re.sub(r"(?<!\\) +", r"\\s+", anchor)
        yield spaced, "other white space stands between the words; `\\s+` takes any"


# what is most like it


def _all_names(selector: Selector, files: Sequence[Syntax]) -> Iterator[tuple[str, Syntax, int]]:
    for syntax in files:
        if selector.extent == "definition":
            for definition in syntax.definitions():
                yield definition.name, syntax, definition.span.start
        else:
            for imported in syntax.imports():
                for name in imported.names:
                    yield name, syntax, imported.span.start


def _names(selector: Selector, files: Sequence[Syntax]) -> list[Candidate]:
    import difflib

    places: dict[str, tuple[str, int]] = {}
    for name, syntax, start in _all_names(selector, files):
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


def _hint_for(selector: Selector, found: Sequence[Candidate], files: Sequence[Syntax]) -> str:
    if selector.extent in _NAMED:
        return f"did you mean `{found[0].text}`?"
    return "the lines most like it are shown, with what is not as in the plan; correct the anchor"


def _spelt(selector: Selector, found: Sequence[Candidate], files: Sequence[Syntax]) -> Iterator[Offer]:
    """Yield the anchor as the nearest place spells it, where that is found once."""
    if selector.extent not in _NAMED and selector.extent not in (
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
    if len(text) <= 80 and len(_try(other, files)) == 1:
        yield Offer(f"{selector.extent}: {quoted(text)}")


def _lines(selector: Selector, files: Sequence[Syntax]) -> list[Candidate]:
    """Return the lines most like the anchor's literal text, each with what differs."""
    wanted = plain_words((selector.anchor or _ends(selector)).removesuffix("<"))
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
            m.group(1) or m.group(2) or (" " if m.group() in _OPERATORS or len(m.group()) > 1 else m.group())
        ),
        pattern,
    ).strip()


def _ends(selector: Selector) -> str:
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


# it stands there, and not in a construct of that kind


def _in_no_construct(selector: Selector, files: Sequence[Syntax]) -> Miss | None:
    """Tell where the anchor stands although no construct of its kind does, and which other extent would take it."""
    anchor, extent = selector.anchor, selector.extent
    if anchor is None or extent in ("line", "text", "lines", "from"):
        return None
    pattern = literally(anchor.removesuffix("<")) if extent == "marker" else anchor
    found = _try(replace(selector, extent="line", anchor=pattern, attached=False, nth=None), files)
    if not found:
        return None
    shown = tuple(candidate_of(each, each.label) for each in found[:MOST])
    left_out = _left_out(found, files)
    offers: list[Offer] = []
    ranges: list[Span] = []
    for other in ("line",) if left_out else _OTHERS:
        if other == extent or (other == "line" and offers):
            continue
        taken = _try(replace(selector, extent=other, anchor=pattern), files)
        if len(taken) == 1 and taken[0].span not in ranges:
            ranges.append(taken[0].span)
            offers.append(Offer(f"{other}: {quoted(pattern)}", f"takes {taken[0].lines}"))
    hint = f"no `{extent}` has it, but it stands there{left_out}"
    return Miss(
        "",
        f"{hint}; what would take it:" if offers else f"{hint}; use another selector",
        shown,
        tuple(offers),
    )


def _left_out(found: Sequence[Located], files: Sequence[Syntax]) -> str:
    """Say that all of some ranges stand in arms that are not read, "" where one does not."""
    by_path = {syntax.source.path: syntax for syntax in files}
    if not all(by_path[each.file].is_left_out(each.anchor.start) for each in found):
        return ""
    return ", in an arm of `#if` that is not read, for its brackets do not fit those of the arm that is"


# nothing is like it


def _nothing_like_it(edit: Edit, selector: Selector, files: Sequence[Syntax], searched: str) -> Miss:
    """Say that it may be gone, and what speaks for it; nothing in one tree alone can prove it."""
    words = re.findall(r"\w{3,}", plain_words(selector.anchor or _ends(selector)))
    texts = [syntax.source.text for syntax in files]
    absent = [word for word in words if not any(re.search(rf"\b{re.escape(word)}\b", text) for text in texts)]
    signs = [f"no `{max(absent, key=len)}` is left there"] if absent else []
    if edit.removes and not _any_defined(edit, files):
        signs.append("nothing of `removes` is defined there")
    if not signs or edit.name not in ("delete", "unwrap", "move"):
        return Miss(
            searched,
            "nothing is like it; correct the anchor or the file, or accept that it finds nothing:",
            offers=(Offer("optional: true", "beside the action"),),
        )
    hint = f"nothing is like it, it may be gone already: {' and '.join(signs)}; else correct the anchor or the file"
    return Miss(searched, hint, offers=(Offer("optional: true", "beside the action: it may find nothing"),))


def _any_defined(edit: Edit, files: Sequence[Syntax]) -> bool:
    names = {definition.name for syntax in files for definition in syntax.definitions()}
    return any(
        compile_pattern(pattern).fullmatch(name, timeout=2.0) is not None
        for pattern in edit.removes
        for name in names
    )
