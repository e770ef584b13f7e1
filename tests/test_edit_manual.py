"""The examples of docs/edits.md and docs/selectors.md, run as they stand there."""

import re
import textwrap
from pathlib import Path

import pytest
from edit_plans import run

from patcher.errors import Refusal
from patcher.spec import parse_plan
from patcher.spec.model import EXTENTS

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {name: (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("edits", "selectors")}
SUFFIXES = {
    "python": "py",
    "text": "txt",
    "c": "c",
    "yaml": "yaml",
    "toml": "toml",
    "markdown": "md",
    "xml": "xml",
}
UNWRAPPING = ("arm-needed", "nothing-to-unwrap", "unwrap-changes-meaning")
HEAD = """\
patcher: 1
plan: example
title: An example
steps:
  - id: one
    subject: An example
    edits:
      - file: PATH
        edits:
"""


def fences(page):
    return re.findall(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def examples():
    for page in PAGES.values():
        yield from examples_of(fences(page))


def examples_of(found):
    for i in range(0, len(found), 3):
        (first, _, edits), (language, _, before), (_, what, then) = found[i : i + 3]
        assert first == "yaml"
        yield pytest.param(language, edits, before, what, then, id=edits.splitlines()[0].lstrip("- "))


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_page_has_its_examples_in_threes(page):
    words = [word for _, word, _ in fences(page)]
    assert len(words) % 3 == 0
    assert words[1::3] == ["before"] * (len(words) // 3)
    assert {"after"} <= set(words[2::3]) <= {"after", "refused"}


@pytest.mark.parametrize(("language", "edits", "before", "what", "then"), list(examples()))
def test_example(language, edits, before, what, then):
    path = f"example.{SUFFIXES[language]}"
    text = HEAD.replace("PATH", path) + textwrap.indent(edits, " " * 10)
    plan = parse_plan(text.encode(), "plan.yaml")
    if what == "after":
        assert run(path, before, *plan.steps[0].edits).data.decode() == then
        return
    with pytest.raises(Refusal) as caught:
        run(path, before, *plan.steps[0].edits)
    assert [problem.code for problem in caught.value.problems] == [then.strip()]


def test_every_code_that_is_refused_is_on_the_page():
    sources = Path(__file__).parent.parent.joinpath("patcher", "edit").glob("*.py")
    codes = set(
        re.findall(r'^ +"([a-z]+-[a-z-]+)",$', "\n".join(p.read_text() for p in sources), re.MULTILINE)
    )
    known = {"bad-value", "shares-line", "emptied-set", "emptied-body", "no-change"}
    assert codes <= known | {"overlapping-edits", "edit-inside-deletion", *UNWRAPPING}
    for code in (
        *UNWRAPPING,
        "emptied-set",
        "emptied-body",
        "no-change",
        "overlapping-edits",
        "edit-inside-deletion",
    ):
        assert code in PAGES["edits"]


def test_every_kind_of_selector_has_an_example():
    edits = "".join(text for language, word, text in fences(PAGES["selectors"]) if not word)
    for kind in EXTENTS:
        assert re.search(rf"\b{kind}:", edits), kind
