"""Fault seeding: right ranges are made wrong behind the finder's back; does the proof see it?

    python -m benchmarks.boundaries.faults [--cache DIR] [--each N] [--list FILE] [--only LANGUAGE]

Each range goes through the edit and the proof as it is (it must be taken), and then with each fault:
a boundary shifted by 1, 2 or 3 lines either way, its closer left behind, the neighbour taken in its
place, the neighbour swallowed. Whether a fault changes the meaning is told without `patcher`: it
does not where what is left differs by blank lines alone.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.boundaries import rights
from benchmarks.boundaries.rights import Right, carried_out
from benchmarks.boundaries.sources import fetch
from benchmarks.boundaries.witnesses import ask
from patcher.finder.model import Located
from patcher.record import replace
from patcher.source import LineRange, Span
from patcher.syntax import language_of
from patcher.syntax.model import Element

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
CACHE = ROOT / ".cache" / "boundaries"
# What the proof refuses of a range that it takes for wrong; other refusals are for the plan to settle.
PROOF = frozenset(
    {"boundaries-disagree", "cut-across-node", "no-longer-parses", "unasked-removal", "removes-not-removed"}
)


@dataclass(frozen=True)
class Fault:
    """A wrong range in place of a right one."""

    kind: str
    located: Located


@dataclass
class Tally:
    """What came of one language's faults."""

    rights: int = 0
    refused: list[str] = field(default_factory=list)
    declared: Counter[str] = field(default_factory=Counter)  # refusals that are not the proof's
    seeded: Counter[str] = field(default_factory=Counter)
    harmless: int = 0
    stopped: int = 0
    harmful: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    missed_kinds: Counter[str] = field(default_factory=Counter)


def faults_of(right: Right, neighbours: Sequence[Located]) -> Iterator[Fault]:
    """Yield the faults of a range; `neighbours` are right ranges of its kind in the same file."""
    if right.located.whole_lines:
        yield from _shifted(right)
        yield from _neighbours(right, neighbours)
    elif right.located.element is not None:
        yield from _elements(right, right.located.element)


def _shifted(right: Right) -> Iterator[Fault]:
    located, source = right.located, right.syntax.source
    lines = located.lines
    closes = re.fullmatch(r"\s*[)\]}]+[;,]?\s*", source.line_text(lines.last_line))
    for by in (-3, -2, -1, 1, 2, 3):
        if 1 <= lines.first_line + by <= lines.last_line:
            moved = LineRange(lines.first_line + by, lines.last_line)
            yield Fault(f"start {by:+d}", _at(right, moved))
        if lines.first_line <= lines.last_line + by <= source.line_count:
            kind = "closer dropped" if by == -1 and closes else f"end {by:+d}"
            yield Fault(kind, _at(right, LineRange(lines.first_line, lines.last_line + by)))


def _at(right: Right, lines: LineRange) -> Located:
    """Return a range at other lines, what is attached above it told apart as before where it can be."""
    located, source = right.located, right.syntax.source
    span = source.span_of(lines)
    attached = located.span.start < located.core.start
    start = max(located.core.start, span.start) if attached else span.start
    core = Span(min(start, span.end), span.end)
    anchor, definition = located.anchor, located.definition
    if located.extent in ("definition", "import"):  # what is found by its name has no match inside to keep to
        anchor = Span(core.start, max(core.start, source.line_end(source.line_at(core.start))))
    if definition is not None:
        definition = replace(definition, span=core, parts=())
    return replace(located, span=span, core=core, lines=lines, anchor=anchor, definition=definition)


def _neighbours(right: Right, neighbours: Sequence[Located]) -> Iterator[Fault]:
    mine = right.located
    others = [one for one in neighbours if not one.span.meets(mine.span)]
    after = [one for one in others if one.span.start >= mine.span.end]
    before = [one for one in others if one.span.end <= mine.span.start]
    for one in [*after[:1], *before[-1:]]:
        # What grows from a match grew from this one, though to the wrong construct.
        anchor = one.anchor if mine.extent in ("definition", "import") else mine.anchor
        yield Fault("neighbour taken", replace(one, file=mine.file, anchor=anchor))
    for one in after[:1]:
        lines = LineRange(mine.lines.first_line, one.lines.last_line)
        yield Fault("neighbour swallowed", _at(right, lines))
    for one in before[-1:]:
        lines = LineRange(one.lines.first_line, mine.lines.last_line)
        whole = right.syntax.source.span_of(lines)
        yield Fault("neighbour swallowed", replace(mine, span=whole, core=whole, lines=lines))


def _elements(right: Right, element: Element) -> Iterator[Fault]:
    text = right.syntax.source.text
    index = element.siblings.index(element.span)
    if index + 1 < len(element.siblings):
        following = element.siblings[index + 1]
        yield Fault("neighbour taken", _as_element(right, element, following))
        yield Fault(
            "neighbour swallowed", _as_element(right, element, Span(element.span.start, following.end))
        )
    if index:
        yield Fault("neighbour taken", _as_element(right, element, element.siblings[index - 1]))
    if text[element.span.end - 1] in ")]}" and len(element.span) > 1:
        yield Fault(
            "closer dropped", _as_element(right, element, Span(element.span.start, element.span.end - 1))
        )
    pieces = [
        Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text[element.span.start : element.span.end])
    ]
    for by in (1, 2, 3):
        if by < len(pieces):
            start = element.span.start + pieces[by].start
            start += len(text[start:]) - len(text[start:].lstrip())
            yield Fault(f"start +{by}", _as_element(right, element, Span(start, element.span.end)))
            end = element.span.start + pieces[-by - 1].end
            yield Fault(f"end -{by}", _as_element(right, element, Span(element.span.start, end)))


def _as_element(right: Right, element: Element, span: Span) -> Located:
    """Return the range of another span in the same list, which is then one of the list's elements."""
    others = [one for one in element.siblings if not one.meets(span) and one != element.span]
    siblings = tuple(sorted([*others, span]))
    changed = replace(element, span=span, siblings=siblings)
    lines = right.syntax.source.lines_of(span)
    return replace(
        right.located, span=span, core=span, lines=lines, element=changed, anchor=right.located.anchor
    )


def harmless(right: Right, fault: Fault) -> bool:
    """Tell whether what a fault leaves is, but for blank lines, what the right range leaves."""
    text = right.syntax.source.text
    left = [
        re.sub(r"[ \t\f\r]*\n\s*", "\n", text[: one.span.start] + text[one.span.end :]).strip()
        for one in (right.located, fault.located)
    ]
    return left[0] == left[1]


def _packed(data: bytes) -> bytes:
    """Return a text without its blank lines."""
    return b"\n".join(line for line in data.split(b"\n") if line.strip())


def seed(right: Right, neighbours: Sequence[Located], tally: Tally) -> None:
    """Run a range as it is and with each of its faults, and count what comes of it."""
    edited, problems = carried_out(right.syntax, right.edit, right.located)
    codes = {problem.code for problem in problems}
    if codes & PROOF and (right.alone or codes != {"no-longer-parses"}):
        tally.rights += 1
        tally.refused.append(f"{right}: {problems[0].code}: {problems[0].message}")
        return
    if edited is None or codes:
        tally.declared.update(codes)
        return
    tally.rights += 1
    wanted = _packed(edited.data)
    for fault in faults_of(right, neighbours):
        tally.seeded[fault.kind] += 1
        if harmless(right, fault):
            tally.harmless += 1
            continue
        tally.harmful[fault.kind] += 1
        try:
            given, problems = carried_out(right.syntax, right.edit, fault.located)
        except (ValueError, LookupError, AssertionError):  # a run ends there as a defect: nothing is written
            tally.stopped += 1
            continue
        if not problems and given is not None and _packed(given.data) == wanted:
            tally.harmful[fault.kind] -= 1  # the edit takes the rest along: an emptied parent, say
            tally.harmless += 1
        elif not problems:
            tally.missed_kinds[fault.kind] += 1
            tally.missed.append(f"{right}: {fault.kind}: {fault.located.lines}")


def gathered(cache: Path, each: int, only: frozenset[str]) -> dict[str, list[tuple[Right, list[Located]]]]:
    """Return ranges with their neighbours by language: the fixtures', and at most `each` of real trees."""
    files: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for distribution, archive in fetch(cache):
        for path, data in distribution.files(archive):
            files[language_of(path).name].append((path, data))
    found: dict[str, list[tuple[Right, list[Located]]]] = defaultdict(list)
    for right in rights.fixtures(CASES):
        found[right.language].append((right, []))
    for language, some in sorted(files.items()):
        if not only or language in only:
            found[language] += _of_trees(language, some, cache, each)
    return {name: rows for name, rows in sorted(found.items()) if not only or name in only}


def _of_trees(
    language: str, files: list[tuple[str, bytes]], cache: Path, each: int
) -> Iterator[tuple[Right, list[Located]]]:
    few = sorted(files, key=lambda file: rights.key(file[0]))[: 12 + each // 4]
    answers = ask(language, few, cache)
    knows = language_of(few[0][0]).knows
    rows: dict[str, list[tuple[Right, list[Located]]]] = defaultdict(list)
    for path, data in few:
        try:
            data.decode()
        except UnicodeDecodeError:
            continue
        found: list[tuple[str, Iterator[Right]]] = []
        if not isinstance(answers, str) and "definition" in knows and path in answers:
            found.append(("definition", rights.definitions(path, data, answers[path], "a witness")))
        if language == "python" and path in answers:
            found.append(("statement", rights.statements(path, data)))
        if language in rights.DATA and knows:
            found.append(("parsed", rights.parsed(path, data)))
        if language == "markdown":
            found.append(("section", rights.headings(path, data)))
        for kind, ranges in found:
            here = list(ranges)
            for right in rights.sample(here, 6):
                near = [one.located for one in here if one.located.extent == right.located.extent]
                rows[kind].append((right, sorted(near, key=lambda one: one.span)))
    for of_kind in rows.values():
        yield from sorted(of_kind, key=lambda row: rights.key(str(row[0])))[:each]


def render(tallies: dict[str, Tally]) -> str:
    """Return the table, one row a language that has ranges."""
    head = "| language | right ranges | refused | faults | change the meaning | detected | missed |"
    rows = [head, "|---|---:|---:|---:|---:|---:|---:|"]
    whole = Tally()
    shown = {name: tally for name, tally in tallies.items() if tally.rights}
    for name, tally in shown.items():
        rows.append(_row(f"`{name}`", tally))
        whole.rights += tally.rights
        whole.refused += tally.refused
        whole.missed += tally.missed
        whole.seeded.update(tally.seeded)
        whole.harmful.update(tally.harmful)
    return "\n".join([*rows, _row(f"{len(shown)} languages", whole)])


def _row(name: str, tally: Tally) -> str:
    harmful, missed = sum(tally.harmful.values()), len(tally.missed)
    cells = (
        name,
        tally.rights,
        len(tally.refused),
        sum(tally.seeded.values()),
        harmful,
        harmful - missed,
        missed,
    )
    return "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in cells) + " |"


def main() -> None:
    """Seed the faults and print the table; exit 1 where one is missed or a right range refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--each", type=int, default=60, help="ranges of real trees, a language and kind")
    parser.add_argument("--only", nargs="*", default=[], help="languages")
    parser.add_argument("--list", type=Path, help="write every missed fault and refused range to a file")
    options = parser.parse_args()
    began = time.monotonic()
    tallies: dict[str, Tally] = {}
    for language, rows in gathered(options.cache, options.each, frozenset(options.only)).items():
        tallies[language] = Tally()
        for right, neighbours in rows:
            seed(right, neighbours, tallies[language])
        print(
            f"{language}: {len(rows)} ranges ({time.monotonic() - began:.0f} s)", file=sys.stderr, flush=True
        )
    print(render(tallies))
    lost = [row for tally in tallies.values() for row in (*tally.refused, *tally.missed)]
    for row in lost:
        print(row, file=sys.stderr)
    if options.list:
        options.list.write_text("".join(f"{row}\n" for row in lost))
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
