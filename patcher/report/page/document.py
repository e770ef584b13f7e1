"""The whole page: one file, which asks for nothing, the same bytes for the same result."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from patcher.proof.model import CheckResult
from patcher.record import replace
from patcher.report.page.holes import holes_of
from patcher.report.page.model import News
from patcher.report.page.news import LEVELS, news_of, worst
from patcher.report.page.steps import StepView, links_of, render_checks, render_news, render_step
from patcher.report.page.text import attribute, named, shown
from patcher.report.saying import says
from patcher.report.screen import am_line
from patcher.report.words import number, plural
from patcher.results import PlanResult

LINKED = 600_000  # bytes of patches up to which each can be saved without a script


def render_page(result: PlanResult, *, folder: str, only: str | None = None) -> bytes:
    """Return the review page of a run whose patches were made; of the step `only` where it is given.

    `folder` is where the series stands. The page holds its style and its script, by their hashes,
    and lets nothing else in.
    """
    views = [view for view in _views(result) if only in (None, view.result.step.id)]
    linked = sum(len(v.result.patch.data) for v in views if v.result.patch is not None) <= LINKED
    news = [replace(each, step=view.result.step.id) for view in views for each in view.news]
    news.sort(key=lambda each: -each.level)
    main = [
        _verdict(result, views, folder),
        _overview(views),
        f"<section id=news><h2>Look first</h2>{render_news(_shortened(news))}</section>" if news else "",
        _plan(result),
        *(render_step(view, linked=linked) for view in views),
    ]
    return _document(result, _navigation(result, views), "".join(main)).encode("utf-8")


def _views(result: PlanResult) -> Iterator[StepView]:
    for position, step in enumerate(result.steps, 1):
        held = holes_of(step, position)
        yield StepView(position, step, held, news_of(step, links_of(held)))


def _shortened(news: Sequence[News]) -> list[News]:
    """Return the news that is more than to be known, and what else there is in one line."""
    shown_here = [each for each in news if each.level > 1]
    return shown_here or list(news)


@cache
def _part(name: str) -> str:
    text = files("patcher.report.page").joinpath(name).read_text("utf-8")
    rows = (row.strip() for row in re.sub(r"/\*.*?\*/", "", text).split("\n"))
    return ("" if name.endswith(".css") else "\n").join(row for row in rows if row)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _document(result: PlanResult, navigation: str, main: str) -> str:
    style, script = _part("style.css"), _part("script.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = attribute(f"{result.plan.title} · review of {result.plan.plan}")
    return (
        f'<!doctype html><html lang=en data-plan="{result.plan_digest}" data-base="{result.base.tree}" '
        f'data-name="{attribute(result.plan.plan)}"><head><meta charset=utf-8>'
        f'<meta http-equiv=Content-Security-Policy content="{policy}">'
        "<meta name=viewport content='width=device-width,initial-scale=1'><meta name=color-scheme content='light dark'>"
        f"<title>{title}</title><style>{style}</style></head><body>"
        f"<a class=skip href=#main>To the review</a>{navigation}<main id=main tabindex=-1>{main}</main>"
        f"{_part('keys.html')}<script>{script}</script></body></html>\n"
    )


def _navigation(result: PlanResult, views: Sequence[StepView]) -> str:
    steps = "".join(
        f"<li><a href=#s{v.position}><code>{shown(v.result.step.id)}</code> "
        f"<span class=name>{shown(v.result.step.subject)}</span>{_badge(v)}"
        f"<span class=done data-s=s{v.position} data-of={v.cuts}>{plural(v.cuts, 'cut')}</span></a>"
        for v in views
    )
    return (
        f"<nav aria-label=Review><p class=plan><a href=#main>{shown(result.plan.plan)}</a></p>"
        f"<ol class=steps>{steps}</ol>"
        "<div class='tools js'><label>Filter <input type=search id=filter placeholder='file, name, text'></label>"
        "<p id=told role=status></p>"
        "<button id=copy>Copy review</button> <button id=help>Keys</button></div></nav>"
    )


def _badge(view: StepView) -> str:
    level, count = worst(view.news)
    return f" <span class='badge l{level}'>{plural(count, LEVELS[level])}</span>" if level > 1 else ""


def _verdict(result: PlanResult, views: Sequence[StepView], folder: str) -> str:
    plan, base = result.plan, result.base
    facts = [
        ("Plan", f"{named(plan.path)} {named(result.plan_digest)}"),
        (
            "Base",
            (f"commit {named(base.commit)}, " if base.commit else "a directory, ")
            + f"tree {named(base.tree)}",
        ),
        ("Ends in", f"tree {named(result.steps[-1].tree)}" if result.steps else ""),
        ("Build it again", named(_build_line(result))),
        ("Apply it", named(am_line(folder))),
    ]
    rows = "".join(f"<dt>{name}<dd>{value}" for name, value in facts if value)
    text = f"<div class=about>{_prose(plan.description)}</div>" if plan.description.strip() else ""
    return (
        f"<header><h1>{shown(plan.title)}</h1><p class=verdict>{_words(result, views)}</p>"
        f"{text}{_totals(result, views)}<dl class=facts>{rows}</dl></header>"
    )


def _words(result: PlanResult, views: Sequence[StepView]) -> str:
    level = max((worst(view.news)[0] for view in views), default=0)
    looks = sum(each.level == 3 for view in views for each in view.news)
    held = [c for step in result.steps for c in step.checks]
    skipped = sum(c.holds is None for c in held)
    first = "<b>The plan holds.</b> Every range was proved, and every patch gives the tree that is named here"
    checks = f"; {plural(sum(bool(c.holds) for c in held), 'check')} held"
    checks += f", {plural(skipped, 'command')} not run." if skipped else "."
    last = (
        f" <b>{plural(looks, 'place')} to look at first.</b>"
        if level == 3
        else " Nothing needs a second look." * (not level)
    )
    return first + checks + last


def _totals(result: PlanResult, views: Sequence[StepView]) -> str:
    changed = {change.path for step in result.steps for change in step.changes}
    totals = [
        (len(views), "steps"),
        (sum(view.cuts for view in views), "cuts"),
        (len(changed), "files"),
        (sum(view.result.deleted for view in views), "lines go"),
        (sum(view.result.added for view in views), "lines come"),
        (sum(len(view.result.ledger.removed) for view in views), "definitions go"),
    ]
    return "<ul class=totals>" + "".join(f"<li><b>{number(n)}</b> {what}" for n, what in totals) + "</ul>"


def _build_line(result: PlanResult) -> str:
    base = ["--base", result.base.commit] if result.base.commit else ["--dir"]
    return shlex.join(["patcher", "build", result.plan.path, *base])


def _prose(text: str) -> str:
    return "".join(f"<p>{shown(part)}</p>" for part in text.strip().split("\n\n"))


def _overview(views: Sequence[StepView]) -> str:
    """Return the steps, the one with the worst news first."""
    rows = []
    for view in sorted(views, key=lambda v: tuple(-n for n in worst(v.news))):
        level, count = worst(view.news)
        news = f"<span class='badge l{level}'>{plural(count, LEVELS[level])}</span>" if level else ""
        step = view.result
        rows.append(
            f"<tr><td><a href=#s{view.position}>{view.position}. {named(step.step.id)} {shown(step.step.subject)}</a>"
            f"<td>{view.cuts}<td>−{number(step.deleted)}<td>+{number(step.added)}<td>{news}"
        )
    head = "<tr><th>Step, worst news first<th>Cuts<th>Go<th>Come<th>News"
    table = f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"
    return f"<section id=steps><h2>Steps</h2>{table}</section>"


def _plan(result: PlanResult) -> str:
    plan = result.plan
    parts = []
    if plan.decisions:
        parts.append("<h2>Decisions</h2><ul>" + "".join(f"<li>{shown(d)}" for d in plan.decisions) + "</ul>")
    scope = "Edits land in " + ", ".join(map(named, plan.scope.include))
    if plan.scope.exclude:
        scope += "; never in " + ", ".join(map(named, plan.scope.exclude))
    parts.append(f"<h2>Scope</h2><p>{scope}.</p>")
    last = _last_invariants(result)
    if last:
        parts.append(
            "<h2>True after every step</h2>"
            + render_checks([(says(c.check, named), c) for c in last], "the base", "the last step")
        )
    return f"<section id=plan>{''.join(parts)}</section>"


def _last_invariants(result: PlanResult) -> list[CheckResult]:
    return [check for check in result.steps[-1].checks if check.invariant] if result.steps else []
