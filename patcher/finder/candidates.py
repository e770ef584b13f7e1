"""All that a selector could mean in one file, narrowed by `within`, `matching` and `except`."""

from __future__ import annotations

from collections.abc import Sequence

from patcher.errors import Candidate, Problem, Refusal, Target
from patcher.finder.model import Located
from patcher.finder.registry import NEEDS_LANGUAGE, find
from patcher.finder.view import Clock, View, shown
from patcher.record import replace
from patcher.source import Span
from patcher.spec import compile_pattern
from patcher.spec.model import Selector
from patcher.syntax.syntax import Syntax

_SHELLS = ("sh", "ash", "bash", "dash", "ksh", "zsh")
_PROGRAMS = {"python": "python", "node": "javascript", "make": "make"} | dict.fromkeys(_SHELLS, "shell")


def candidates_in(selector: Selector, view: View) -> list[Located]:
    """Return the candidates in file order; `nth` is left to the caller, who may hold several files.

    Raises `Refusal` where the file's language does not have the extent, a pattern runs too long,
    or `within` selects more than one range.
    """
    _refuse_unknown(selector, view)
    try:
        found = [
            located
            for inner in _windowed(selector, view)
            for located in find(selector, inner)
            if inner.holds(located)
        ]
        return [_as_expected(selector, located, view) for located in _narrowed(selector, found, view)]
    except TimeoutError:
        raise Refusal(_too_long(selector, view)) from None


def _as_expected(selector: Selector, located: Located, view: View) -> Located:
    """Return a range with what is wrong with it where its selector says what it must be."""
    if selector.expect is None or located.flaw is not None:
        return located
    from patcher.finder.expected import not_as_expected

    place = selector.place_of("expect")
    flaw = next(not_as_expected(view.source, located, selector.expect, place), None)
    return replace(located, flaw=flaw) if flaw is not None else located


def candidate_of(located: Located, view_text: str) -> Candidate:
    """Return a range as the errors show it."""
    return Candidate(located.file, located.lines.first_line, located.lines.last_line, shown(view_text, 80))


def pick(nth: int | None, found: Sequence[Located]) -> list[Located]:
    """Return the Nth candidate with its further parts; 1 is the first and -1 the last."""
    if nth is None:
        return list(found)
    groups: list[list[Located]] = []
    for located in found:
        if located.part and groups:
            groups[-1].append(located)
        else:
            groups.append([located])
    index = nth - 1 if nth > 0 else nth
    return groups[index] if -len(groups) <= index < len(groups) else []


def _windowed(selector: Selector, view: View) -> list[View]:
    """Return the views of what `within` selects: one a part, as those of a prototype and its function are."""
    if selector.within is None:
        return [view]
    found = pick(selector.within.nth, candidates_in(selector.within, view))
    if not found:
        return []
    first = found[0]
    if any(located.part == 0 for located in found[1:]):
        text = view.source
        raise Refusal(
            Problem(
                "within-not-one",
                f"`within` selects {sum(not f.part for f in found)} ranges in `{text.path}`, 1 expected",
                plan=selector.within.place_of(selector.within.extent),
                target=Target(text.path, first.lines.first_line, first.lines.last_line),
                candidates=tuple(candidate_of(f, f.label) for f in found),
                hint="add `nth`, `matching` or a longer anchor to the selector of `within`",
            )
        )
    if first.flaw is not None:
        raise Refusal(first.flaw)
    return [View(view.syntax, window, view.clock) for window in _windows(view, found)]


def _windows(view: View, parts: Sequence[Located]) -> list[Span]:
    """Return the spans of the parts of one range, those with nothing but blank lines between as one."""
    found: list[Span] = []
    for part in parts:
        if found and not view.source.text[found[-1].end : part.span.start].strip():
            found[-1] = Span(found[-1].start, part.core.end)
        else:
            found.append(part.core)
    return found


def _narrowed(selector: Selector, found: list[Located], view: View) -> list[Located]:
    if not selector.matching and not selector.dropping:
        return found
    kept = []
    for located in found:
        definition = located.definition
        text = definition.name if definition else view.source.text[located.span.start : located.span.end]
        searched = [
            compile_pattern(p).search(text, timeout=max(view.clock.left, 0.001)) for p in selector.matching
        ]
        dropped = (
            compile_pattern(p).search(text, timeout=max(view.clock.left, 0.001)) for p in selector.dropping
        )
        if all(m is not None for m in searched) and not any(m is not None for m in dropped):
            kept.append(located)
    return kept


def _refuse_unknown(selector: Selector, view: View) -> None:
    language, extent = view.syntax.language, selector.extent
    if extent not in NEEDS_LANGUAGE or extent in language.knows:
        return
    if extent == "branch" and view.syntax.chains():
        return
    known = bool(language.knows)
    message = (
        f"{language.name} has no `{extent}`"
        if known
        else f"the language of `{view.source.path}` is not known, and `{extent}` needs one"
    )
    usable = ", ".join(sorted(language.knows)) if known else ""
    always = "line, text, marker, block, comment, paragraph, from"
    raise Refusal(
        Problem(
            "extent-unsupported" if known else "language-unknown",
            message,
            plan=selector.place_of(extent),
            target=Target(view.source.path),
            hint=f"it has: {usable}; any file has: {always}"
            if known
            else f"any file has: {always}; or add `language:{_of_the_first_line(view)}`",
        )
    )


def _of_the_first_line(view: View) -> str:
    """Return the language of the program that a `#!` on the first line names, after a blank; else nothing."""
    first = view.source.text.partition("\n")[0]
    if not first.startswith("#!"):
        return ""
    words = (word.rpartition("/")[2] for word in first[2:].split() if not word.startswith("-"))
    program = next((word for word in words if word != "env"), "")
    name = _PROGRAMS.get(program.rstrip("0123456789."), "")
    return f" {name}" if name else ""


def _too_long(selector: Selector, view: View) -> Problem:
    return Problem(
        "regex-timeout",
        f"the pattern `{shown(selector.anchor or '')}` ran longer than 2 s in `{view.source.path}`",
        plan=selector.place_of(selector.extent),
        target=Target(view.source.path),
        hint="nested repeats such as `(a+)+` try every way to split a text; say it with one repeat",
    )


def tried(selector: Selector, files: Sequence[Syntax]) -> list[Located]:
    """Return what a selector gives in the files, nothing where it is refused."""
    found: list[Located] = []
    try:
        for syntax in files:
            found += candidates_in(selector, View(syntax, None, Clock()))
    except (Refusal, ValueError, TimeoutError):
        return []
    return [each for each in pick(selector.nth, found) if not each.part]
