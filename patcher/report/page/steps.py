"""One step as a section: its news, its map, its edges, what it removes, its checks, its patch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patcher.proof.model import CheckResult
from patcher.record import dataclass
from patcher.report.page.drawing import Drawing, listed
from patcher.report.page.ledger import render_kept, render_ledger, render_orphans
from patcher.report.page.minimap import render_minimap
from patcher.report.page.model import FileHoles, News
from patcher.report.page.news import LEVELS
from patcher.report.page.patches import data_uri, render_patch_text
from patcher.report.page.text import attribute, named, shown
from patcher.report.saying import says
from patcher.report.words import number, plural
from patcher.results import StepResult


@dataclass(frozen=True, slots=True)
class StepView:
    """A step with what the page has made of it; `position` counts from 1."""

    position: int
    result: StepResult
    files: tuple[FileHoles, ...]
    news: tuple[News, ...]

    @property
    def cuts(self) -> int:
        """How many cuts it has."""
        return sum(len(hole.cuts) for file in self.files for hole in file.holes)


def render_step(view: StepView, *, linked: bool) -> str:
    """Return a step's section. With `linked` its patch can be saved without a script."""
    step, drawing = view.result, Drawing(view.position, view.files)
    head = (
        f"<h2><span class=no>{view.position}</span> {named(step.step.id)} {shown(step.step.subject)}</h2>"
        f"<p class=sum>{_sum(view)}</p>"
    )
    body = f"<p class=body>{shown(step.step.body.strip())}</p>" if step.step.body.strip() else ""
    maps = f"<ul class=maps>{''.join(map(render_minimap, view.files))}</ul>"
    edges = "".join(map(drawing.file, view.files))
    shared = listed(sorted(drawing.shared))
    evidence = f"<p class=evidence>Evidence of every cut here: {shared}" if shared else ""
    parts = [
        head, body, render_news(view.news), maps, evidence, edges,
        _part("Kept between cuts", render_kept(step)),
        _part("Ledger", render_ledger(step)),
        _part("Left without a user", render_orphans(step)),
        _part("Checks", _checks([c for c in step.checks if not c.invariant])),
        _patch(view, drawing, linked),
    ]  # fmt: skip
    return f"<section class=step id=s{view.position} tabindex=-1>{''.join(parts)}</section>"


def render_news(news: Sequence[News]) -> str:
    """Return news as a list, each with how bad it is in a word."""
    rows = []
    for each in news:
        step = f"{named(each.step)} " if each.step else ""
        link = f" <a href={each.link}>see</a>" if each.link else ""
        rows.append(
            f"<li class=l{each.level}><b>{LEVELS[each.level]}</b> <span>{step}{each.text}{link}</span>"
        )
    return f"<ul class=news>{''.join(rows)}</ul>" if rows else ""


def _sum(view: StepView) -> str:
    step = view.result
    words = [
        plural(view.cuts, "cut"),
        plural(len(view.files), "file"),
        f"−{number(step.deleted)} +{number(step.added)} lines",
        f"ends in tree {named(step.tree)}",
    ]
    return " · ".join(words)


def _part(title: str, html: str) -> str:
    return f"<h3 class=part>{title}</h3>{html}" if html else ""


def _checks(results: Sequence[CheckResult]) -> str:
    return (
        render_checks([(says(r.check, named), r) for r in results], "the base", "the step") if results else ""
    )


def render_checks(rows: Sequence[tuple[str, CheckResult]], before: str, after: str) -> str:
    """Return checks with what they count in the base and after the step; a command was not run."""
    body = "".join(
        f"<tr><td>{what}<td>{_count(result.before)}<td>{_count(result.after)}<td>{_state(result)}"
        for what, result in rows
    )
    head = f"<tr><th>Check<th>In {before}<th>After {after}<th>Outcome"
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _count(value: int | None) -> str:
    return "" if value is None else number(value)


def _state(result: CheckResult) -> str:
    return "<i>not run</i>" if result.holds is None else "holds" if result.holds else "<b>FAILS</b>"


def _patch(view: StepView, drawing: Drawing, linked: bool) -> str:
    patch = view.result.patch
    if patch is None:
        return ""
    name = attribute(patch.name)
    link = f'href="{data_uri(patch.data)}"' if linked else "href=# class=js"
    text = render_patch_text(patch, drawing.folds)
    return (
        f"<h3 class=part>Full patch</h3><p class=save><code>{shown(patch.name)}</code> "
        f'<span class=size>{number(len(patch.data))} bytes</span> <a download="{name}" {link}>Save</a></p>'
        f"<details class=patch><summary>Read it</summary><pre id=p{view.position}>\n{text}</pre></details>"
    )


def links_of(files: Sequence[FileHoles]) -> Mapping[int, str]:
    """Return a link for each range, by its `id()`, to the cut that it asked for."""
    cuts = [cut for file in files for hole in file.holes for cut in hole.cuts]
    return {id(asked.range): f"#{cut.key}" for cut in cuts for asked in cut.asked if asked.range is not None}
