"""What an anchor that matched nothing may have meant: what narrowed it away, another reading, what is most like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from patcher.errors import Candidate, Offer
from patcher.expression import expression
from patcher.finder.candidates import candidate_of, tried
from patcher.finder.likeness import (
    MOST,
    NAMED,
    OPERATORS,
    all_names,
    ends_of,
    lines_like,
    names_like,
    plain_words,
    spelt_as_there,
)
from patcher.finder.model import Located
from patcher.finder.registry import NEEDS_LANGUAGE
from patcher.record import dataclass, replace
from patcher.source import Span
from patcher.spec import BadPattern, compile_pattern
from patcher.spec.model import Edit, Insert, Replace, Selector
from patcher.spec.writing import literally, quoted
from patcher.syntax.syntax import Syntax

_OTHERS = ("definition", "import", "section", "statement", "entry", "comment", "line")
_GROUP = expression(r"\\(?:\d|g<)")
_INDENTED = expression(r"\^(?:(?: |\\s|\\t|\[ \\t\])[*+]?)+")
_TELLING = 16  # characters of a text that hardly stands somewhere by chance


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
    if selector.start is not None and not tried(selector.start, files):
        return explain_miss(edit, selector.start, files)
    if selector.within is not None and not tried(selector.within, files):
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
    elsewhere = _in_no_construct(selector, files) if selector.extent not in NAMED else None
    if elsewhere is not None:
        return replace(elsewhere, searched=searched)
    named = selector.extent in NAMED
    found = names_like(selector, files) if named else lines_like(selector, files)
    if found:
        return Miss(
            searched,
            _hint_for(selector, found, files),
            tuple(found),
            tuple(spelt_as_there(selector, found, files)),
        )
    elsewhere = _in_no_construct(selector, files)
    if elsewhere is not None:
        return replace(elsewhere, searched=searched)
    return _nothing_like_it(edit, selector, files, searched)


def _no_window(within: Selector, files: Sequence[Syntax], searched: str) -> Miss:
    """Say that `within` itself selects nothing, and what is most like it."""
    found = names_like(within, files) if within.extent in NAMED else lines_like(within, files)
    close = f"; did you mean `{found[0].text}`?" if found and within.extent in NAMED else ""
    return Miss(searched, f"`within` selects nothing there{close or '; correct its anchor'}", tuple(found))


def _searched(selector: Selector, files: Sequence[Syntax]) -> str:
    if selector.extent in NAMED:
        kind = "definitions" if selector.extent == "definition" else "imported names"
        return f"{len({name for name, _, _ in all_names(selector, files)}):,} {kind}"
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
        found = tried(wider, files)
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
        found = tried(replace(selector, anchor=other), files)
        if found:
            shown = tuple(candidate_of(each, each.label) for each in found[:MOST])
            offer = Offer(f"{selector.extent}: {quoted(other)}", f"gives {len(found)}")
            return Miss("", f"{why}:", shown, (offer,))
    return None


def _readings(anchor: str, extent: str) -> Iterator[tuple[str, str]]:
    if OPERATORS & set(anchor):
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
    if re.search(r"[^\\] ", anchor) and extent not in NAMED:
        spaced = re.sub(r"(?<!\\) +", r"\\s+", anchor)
        yield spaced, "other white space stands between the words; `\\s+` takes any"


def _hint_for(selector: Selector, found: Sequence[Candidate], files: Sequence[Syntax]) -> str:
    if selector.extent in NAMED:
        return f"did you mean `{found[0].text}`?"
    return "the lines most like it are shown, with what is not as in the plan; correct the anchor"


# it stands there, and not in a construct of that kind


def _in_no_construct(selector: Selector, files: Sequence[Syntax]) -> Miss | None:
    """Tell where the anchor stands although no construct of its kind does, and which other extent would take it."""
    anchor, extent = selector.anchor, selector.extent
    if anchor is None or extent in ("line", "text", "lines", "from"):
        return None
    pattern = literally(anchor.removesuffix("<")) if extent == "marker" else anchor
    found = tried(replace(selector, extent="line", anchor=pattern, attached=False, nth=None), files)
    if not found:
        return None
    shown = tuple(candidate_of(each, each.label) for each in found[:MOST])
    left_out = _left_out(found, files)
    offers: list[Offer] = []
    ranges: list[Span] = []
    for other in ("line",) if left_out else _OTHERS:
        if other == extent or (other == "line" and offers):
            continue
        taken = tried(replace(selector, extent=other, anchor=pattern), files)
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
    words = re.findall(r"\w{3,}", plain_words(selector.anchor or ends_of(selector)))
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
