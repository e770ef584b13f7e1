"""How large the review page of 24,000 deleted lines is, how soon it is ready, how soon `j` is painted.

    python benchmarks/review_page.py

The file has functions of some seventy lines; nine of ten go. Times are of headless Chromium, from
the start of the navigation and from the key press to the frame after the next.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import chromium  # noqa: E402

from patcher import build, load_plan  # noqa: E402
from patcher.report.page import render_page  # noqa: E402

LINES = 24_000
PLAN = """\
patcher: 1
plan: large
title: Large
author: {name: A. Maintainer, email: a@example.org}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: all
    subject: drop the old functions
    edits:
      - delete: {definition: 'old_\\d+'}
        file: large.py
        count: any
"""
PAINTED = """() => new Promise(done => {
  const began = performance.now();
  document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
READY = """() => {
  const timing = performance.getEntriesByType('navigation')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return Math.max(timing.loadEventEnd, paint ? paint.startTime : 0);
}"""


def source(lines: int) -> str:
    """Return a module of functions with so many lines in those that go."""
    dice = random.Random(7)
    parts, gone, number = ['"""A large module."""\n'], 0, 0
    while gone < lines:
        number += 1
        kind = "new" if number % 10 == 0 else "old"
        size = dice.randrange(50, 90)
        body = "".join(
            f"    value_{n} = session.load('name.{dice.randrange(999)}', {n})\n" for n in range(size)
        )
        parts.append(f"def {kind}_{number}(session):\n{body}    return value_0\n")
        gone += (size + 4) * (kind == "old")
    return "\n\n".join(parts)


def main() -> None:
    """Print the figures."""
    reason = chromium.missing()
    if reason is not None:
        sys.exit(reason)
    with tempfile.TemporaryDirectory(prefix="patcher-page-") as name:
        folder = Path(name)
        (folder / "tree").mkdir()
        (folder / "tree" / "large.py").write_text(source(LINES))
        (folder / "plan.yaml").write_text(PLAN)
        result = build(load_plan(folder / "plan.yaml"), folder / "tree", output=None, plain=True)
        began = time.perf_counter()
        page = render_page(result, folder="patches/large")
        drawn = time.perf_counter() - began
        target = folder / "page.html"
        target.write_bytes(page)
        print(
            f"{result.steps[0].deleted:,} lines go; the page has {len(page):,} bytes, drawn in {drawn:.2f} s"
        )
        with chromium.launched(folder / "profile") as browser:
            measure(browser, target)


def measure(browser: object, target: Path) -> None:
    """Open the page ten times, then press `j` forty times."""
    ready = []
    for _ in range(10):
        page = browser.new_page(viewport={"width": 1360, "height": 900})  # type: ignore[attr-defined]
        page.goto(target.as_uri())
        page.wait_for_timeout(300)
        ready.append(page.evaluate(READY))
        page.close()
    page = browser.new_page(viewport={"width": 1360, "height": 900})  # type: ignore[attr-defined]
    page.goto(target.as_uri())
    painted = [page.evaluate(PAINTED) for _ in range(40)]
    page.close()
    print(f"ready in {statistics.median(ready):.0f} ms (median of 10; longest {max(ready):.0f})")
    print(f"j painted in {statistics.median(painted):.0f} ms (median of 40; longest {max(painted):.0f})")


if __name__ == "__main__":
    main()
