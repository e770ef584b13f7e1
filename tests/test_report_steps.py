"""A step on the screen: where its file is named, and how many whole files are."""

import pytest

from patcher import load_plan, locate
from patcher.report.screen import render_locate

PLAN = """\
patcher: 1
plan: p
title: t
date: 2026-01-31T12:00:00+00:00
steps:
  - id: a
    subject: s
    edits:
"""
ROW = "      - delete: {{line: here}}\n        file: {}\n"
FILES = "      - delete_files: ['old/*']\n        count: any\n"


def screen(folder, edits, old=0, *, verbose=False):
    for name in ("m.txt", "n.txt"):
        (folder / name).write_text("here\nx\n", encoding="utf-8")
    (folder / "old").mkdir(exist_ok=True)
    for number in range(old):
        (folder / "old" / f"{number:02}").write_text("x\n", encoding="utf-8")
    (folder / "p.yaml").write_text(PLAN + edits, encoding="utf-8")
    return render_locate(locate(load_plan(folder / "p.yaml"), folder, plain=True), verbose=verbose)


HEADS = [
    pytest.param(ROW.format("m.txt"), True, id="one file"),
    pytest.param(ROW.format("m.txt") + ROW.format("n.txt"), False, id="two files"),
    pytest.param(ROW.format("m.txt") + FILES, False, id="one file and files that go"),
]


@pytest.mark.parametrize(("edits", "beside"), HEADS)
def test_the_only_file_stands_beside_the_subject(tmp_path, edits, beside):
    head, second, *_ = screen(tmp_path, edits, 1).split("\n")
    assert (head.endswith("  m.txt"), second == "  m.txt") == (beside, not beside)


@pytest.mark.parametrize(("count", "rows", "more"), [(12, 12, 0), (13, 11, 2), (40, 11, 29)])
def test_a_long_list_of_files_is_cut_and_whole_with_v(tmp_path, count, rows, more):
    short, long = (screen(tmp_path, FILES, count, verbose=verbose) for verbose in (False, True))
    assert short.count("  delete file  old/") == rows
    assert (f"  and {more} more (-v: all)" in short) == bool(more)
    assert (long.count("  delete file  old/"), "-v" in long) == (count, False)
