"""What a reviewer should look at first: the news of each step, each with how bad it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from patcher.finder.model import FAR
from patcher.report.page.model import News
from patcher.report.page.text import named, shown
from patcher.report.saying import by_refusal
from patcher.report.words import DOUBTS, number, plural
from patcher.results import EditResult, RangeResult, StepResult

MOST = 6  # places that one line of news names
LEVELS = {3: "warning", 2: "note", 1: "remark"}


def news_of(step: StepResult, links: Mapping[int, str]) -> tuple[News, ...]:
    """Return a step's news, the worst first. `links` leads from a range, by its `id()`, to its cut."""
    found = [*_warnings(step), *_edits(step, links), *_doubts(step, links), *_ledger(step)]
    found += [*_checks(step), *_orphans(step)]
    return tuple(sorted(found, key=lambda news: -news.level))


def worst(news: Sequence[News]) -> tuple[int, int]:
    """Return how bad the worst of the news is, and how many are as bad."""
    level = max((each.level for each in news), default=0)
    return level, sum(each.level == level for each in news)


def _warnings(step: StepResult) -> Iterator[News]:
    for warning in step.warnings:
        yield News(3, shown(warning))


def _edits(step: StepResult, links: Mapping[int, str]) -> Iterator[News]:
    for edit in step.edits:
        link = next((links[id(row)] for row in edit.ranges if id(row) in links), None)
        line = f"line {edit.edit.place.line} of the plan"
        for problem in edit.allowed:
            what = f"{line} allows {named(problem.code)}: {shown(problem.message)}"
            yield News(3, what, link=link)
        if edit.unsure:
            lines = plural(len(edit.unsure), "line")
            places = ", ".join(named(f"{c.file}:{c.first_line}") for c in edit.unsure[:4])
            yield News(3, f"{named('unreferenced')} ({line}) could not tell of {lines}: {places}", link=link)
        for row in edit.ranges:
            yield from _range(edit, row, links.get(id(row)))


def _range(edit: EditResult, row: RangeResult, link: str | None) -> Iterator[News]:
    located = row.located
    where = named(f"{located.file}:{located.lines}")
    if located.drift > FAR:
        yield News(2, f"{where} is {number(located.drift)} lines from its hint {edit.edit.near}", link=link)


def _doubts(step: StepResult, links: Mapping[int, str]) -> Iterator[News]:
    for (heading, about), what in zip(DOUBTS.items(), ("comment", "place"), strict=True):
        pairs = [
            (row, d) for edit in step.edits for row in edit.ranges for d in row.doubts if d.about == about
        ]
        if pairs:
            shown_here = [
                f"{named(f'{d.file}:{d.lines}')} {'goes' if d.goes else 'stays'}" for _, d in pairs[:MOST]
            ]
            more = f" and {number(len(pairs) - MOST)} more" if len(pairs) > MOST else ""
            said = f"{plural(len(pairs), what)} {heading}: {', '.join(shown_here)}{more}"
            yield News(2, said, link=links.get(id(pairs[0][0])))


def _ledger(step: StepResult) -> Iterator[News]:
    beside = [each for each in step.ledger.removed if not each.asked]
    if beside:
        names = ", ".join(named(each.name) for each in beside[:12])
        more = f" and {number(len(beside) - 12)} more" if len(beside) > 12 else ""
        yield News(2, f"only {named('removes')} lets these go, no selector names them: {names}{more}")


def _checks(step: StepResult) -> Iterator[News]:
    results = [result for result in step.checks if not result.invariant]
    for result in results:
        if result.check.kind == "absent" and result.before == 0 and result.check.pattern is not None:
            yield News(2, f"{named(result.check.pattern)} has no match in the base either")
    skipped = sum(result.holds is None for result in step.checks)
    if skipped:
        yield News(1, f"{plural(skipped, 'command')} of the plan not run (patcher verify --run)")


def _orphans(step: StepResult) -> Iterator[News]:
    for refusal, _, part in by_refusal(step.orphans):
        names = ", ".join(named(orphan.name) for orphan in part[:8])
        more = f" and {number(len(part) - 8)} more" if len(part) > 8 else ""
        yield News(3 if refusal else 2, f"left without a user{shown(refusal)}: {names}{more}")
