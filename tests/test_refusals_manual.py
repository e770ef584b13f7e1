"""The frames of docs/refusals.md, printed again from the edits above them."""

import re
import textwrap
from pathlib import Path

import pytest

from patcher import PatcherError, load_plan, locate
from patcher.report.frames import render_problems

PAGE = (Path(__file__).parent.parent / "docs" / "refusals.md").read_text(encoding="utf-8")
HEAD = """\
patcher: 1
plan: example
title: An example
date: 2026-01-31T12:00:00+00:00
steps:
"""
STEP = """\
  - id: {}
    subject: An example
    edits:
      - file: {}
        edits:
"""


def fences(kind):
    """The blocks of a kind, each behind the file that it names: the file itself, or the one that it edits."""
    return re.findall(rf"^```{kind}(?: (\S+))?\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


FILES = dict(fences("python") + fences("go"))


def plan_of(edits, path):
    steps = re.split(r"^- step: .*\n", edits, flags=re.MULTILINE)
    return HEAD + "".join(
        STEP.format(name, path) + textwrap.indent(step, " " * 10)
        for name, step in zip("abc", steps, strict=False)
    )


def frame_of(edits, path, folder):
    (folder / path).write_text(FILES[path], encoding="utf-8")
    (folder / "plan.yaml").write_text(plan_of(edits, path), encoding="utf-8")
    plan = load_plan(folder / "plan.yaml")
    with pytest.raises(PatcherError) as caught:
        locate(plan, folder)
    return (
        render_problems(caught.value.problems, {plan.path: plan.text}).replace(str(folder) + "/", "") + "\n"
    )


EXAMPLES = [
    (path or "queue.py", edits, frame)
    for (path, edits), (_, frame) in zip(fences("yaml"), fences("text"), strict=True)
]


@pytest.mark.parametrize(
    ("path", "edits", "frame"), EXAMPLES, ids=[edits.split("\n")[0] for _, edits, _ in EXAMPLES]
)
def test_the_frame_is_printed(path, edits, frame, tmp_path):
    assert frame_of(edits, path, tmp_path) == frame


def test_no_line_is_wider_than_the_screen():
    assert max(len(line) for *_, frame in EXAMPLES for line in frame.split("\n")) <= 100
