"""The manual speaks of every key, and its plans are plans."""

import re
from pathlib import Path

import pytest

from patcher.spec import parse_plan
from patcher.spec.shape import SHAPES
from patcher.syntax.registry import LANGUAGES

DOCS = Path(__file__).parent.parent / "docs"
FORMAT = (DOCS / "format.md").read_text()
PLANS = [
    block
    for block in re.findall(r"^```yaml\n(.*?)^```$", FORMAT, re.DOTALL | re.MULTILINE)
    if block.startswith("patcher:")
]


@pytest.mark.parametrize("plan", PLANS, ids=range(len(PLANS)))
def test_the_plans_of_the_manual_are_plans(plan):
    assert parse_plan(plan.encode(), "format.md").steps


@pytest.mark.parametrize(
    ("shape", "key"), [(shape, key.name) for shape, keys in SHAPES.items() for key in keys]
)
def test_the_manual_speaks_of_every_key(shape, key):
    assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", FORMAT)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_links_lead_to_files(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_the_table_of_languages_is_the_registry():
    rows = re.findall(r"^\| (.*?) \|$", (DOCS / "languages.md").read_text().split("\n## ")[0], re.MULTILINE)
    header, *known = [[cell.strip() for cell in row.split("|")] for row in rows]
    kinds = header[1:]
    shown = {row[0].strip("`"): {k for k, cell in zip(kinds, row[1:], strict=True) if cell} for row in known}
    assert shown == {language.name: set(language.knows) for language in LANGUAGES if language.knows}
    assert list(shown) == sorted(shown)
