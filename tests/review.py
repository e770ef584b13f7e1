"""Review pages for tests: a tree and a plan in, the run with its patches, and the page, out."""

import re
from pathlib import Path

from plans import built

from patcher.report.page import render_page

HEAD = """\
patcher: 1
plan: {name}
title: {name}
author: {{name: A. Maintainer, email: a@example.org}}
date: 2026-05-14T09:00:00+10:00
"""


def reviewed(folder: Path, files, steps, name="review"):
    """Return the run of a plan on files (path → text or bytes) in a plain directory; `steps` is YAML."""
    return built(folder, HEAD.format(name=name) + steps, files)


def page_of(result, **options):
    """Return a run's page as text."""
    return render_page(result, folder=f"patches/{result.plan.plan}", **options).decode()


def words_of(html):
    """Return a piece of a page as the text that is read."""
    import html as entities

    return entities.unescape(re.sub(r"<[^>]*>", "", html))
