"""Hunks inside definitions: what of a definition a hunk shows, so that it lands in no similar one."""

from itertools import accumulate, pairwise

import pytest
from ending import ends
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.diff import diff_file
from patcher.diff.homes import REACH, is_near
from patcher.diff.lines import above
from patcher.edit.model import Splice
from patcher.pipeline.edit_results import DefinitionAround
from patcher.source import SourceFile
from patcher.syntax.registry import language_of, syntax_of
from patcher.tree.model import FILE, FileChange


def hunks_of(before, *splices, around):
    splices = tuple(Splice(start, end, data, 0) for start, end, data in splices)
    out, position = [], 0
    for splice in splices:
        out += [before[position : splice.start], splice.data]
        position = splice.end
    change = FileChange("f", before, b"".join(out) + before[position:], FILE, FILE)
    return diff_file(change, splices, hash="sha1", around=around).hunks


def old_side(hunk):
    return [row[1:] for row in hunk.lines if row[:1] != b"+"]


def known(*definitions):
    """The innermost of some definitions, given by byte offsets of whole lines, around a line."""

    def around(offset):
        found = [(start, end) for start, end in definitions if start < offset < end]
        return max(found, default=None)

    return around


def python(before, path="f.py"):
    return DefinitionAround(syntax_of(SourceFile(path, before), language_of(path)))


def cut(before, line, after=0):
    start = before.index(line, after)
    return start, start + len(line), b""


def functions(*names, lines):
    body = b"".join(b"    step(%d)\n" % n for n in range(lines))
    return b"".join(b"def %s():\n%s\n\n" % (name, body) for name in names)


MANY = b"".join(b"%d\n" % n for n in range(1000))


@pytest.mark.parametrize("more", [0, 20], ids=["few hunks", "many hunks"])
def test_a_hunk_in_a_similar_function_shows_its_header(more):
    before = functions(b"one", b"two", b"three", lines=12).replace(b"(8)", b"(88)", 1) + MANY
    others = [cut(before, b"\n%d\n" % n)[0] + 1 for n in range(110, 110 + 10 * more, 10)]
    numbers = [(at, at + 4, b"") for at in others]
    hunk = hunks_of(before, cut(before, b"    step(9)\n"), *numbers, around=python(before))[0]
    assert old_side(hunk)[0] == b"def one():\n"
    plain = hunks_of(before, cut(before, b"    step(9)\n"), *numbers, around=None)[0]
    assert plain.old_count == 7


def test_a_hunk_in_a_function_of_its_own_shows_three_lines_of_it():
    before = b"def one():\n" + b"".join(b"    a(%d)\n" % n for n in range(12))
    before += b"\n\ndef two():\n" + b"".join(b"    b(%d)\n" % n for n in range(12))
    (hunk,) = hunks_of(before, cut(before, b"    b(9)\n"), around=python(before))
    assert old_side(hunk) == [b"    b(%d)\n" % n for n in (6, 7, 8, 9, 10, 11)]


def test_a_third_of_its_lines_make_a_function_no_similar_one():
    before = functions(b"one", b"two", lines=8)
    last = cut(before, b"    step(6)\n", before.index(b"two"))
    for number, header in [(1, True), (2, False)]:
        at = before.index(b"two")
        own = before[at:].replace(b"(3)", b"(33)").replace(b"(5)", b"(55)" if number == 2 else b"(5)")
        text = before[:at] + own
        start = text.index(b"    step(6)\n", at)
        (hunk,) = hunks_of(text, (start, start + last[1] - last[0], b""), around=python(text))
        assert (b"def two():\n" in old_side(hunk)) is header


def test_what_stands_below_a_function_does_not_tell_which_it_is():
    before = functions(b"one", b"two", b"three", lines=REACH + 10)
    line = b"    step(%d)\n" % (REACH + 9)
    (hunk,) = hunks_of(before, cut(before, line, before.index(b"two")), around=python(before))
    assert b"def two():\n" in old_side(hunk)
    (hunk,) = hunks_of(before, cut(before, line, before.index(b"two")), around=None)
    assert old_side(hunk)[-1] == b"def three():\n"


@pytest.mark.parametrize(("above", "shown"), [(REACH, True), (REACH + 1, False)])
def test_a_header_is_shown_within_reach(above, shown):
    before = functions(b"one", b"two", lines=REACH + 20)
    mark = b"    step(%d)\n" % (above - 3)
    before = before.replace(mark, b"    here()\n", 1)
    line = b"    step(%d)\n" % (above - 1)
    (hunk,) = hunks_of(before, cut(before, line), around=python(before))
    assert (old_side(hunk)[0] == b"def one():\n") is shown
    assert shown or hunk.old_count == 7


def test_where_a_method_stands_twice_its_class_is_shown():
    method = b"    def get(self):\n" + b"".join(b"        step(%d)\n" % n for n in range(5))
    before = b"".join(b"class %s:\n%s\n\n" % (name, method) for name in (b"A", b"B", b"C"))
    (hunk,) = hunks_of(before, cut(before, b"        step(4)\n", before.index(b"B:")), around=python(before))
    assert b"class B:\n" in old_side(hunk)


def test_what_comes_behind_a_functions_last_line_is_in_the_function():
    before = functions(b"one", b"two", b"three", lines=9)
    end = before.index(b"\n\n\ndef three") + 1
    (hunk,) = hunks_of(before, (end, end, b"    more()\n"), around=python(before))
    assert b"def two():\n" in old_side(hunk)


def test_a_function_that_goes_whole_shows_what_it_did():
    before = functions(b"one", b"two", b"three", lines=9)
    start, end = before.index(b"def two"), before.index(b"def three")
    (hunk,) = hunks_of(before, (start, end, b""), around=python(before))
    assert hunk.old_count == 3 + 12 + 3


def test_the_lines_of_a_definition_are_told_by_bytes():
    before = functions(b"one", b"two", lines=9).replace(b"\n", b"\r\n").replace(b"(1)", b"('\xc3\xbc\xff')")
    line = b"    step(7)\r\n"
    (hunk,) = hunks_of(before, cut(before, line, before.index(b"two")), around=python(before))
    assert old_side(hunk)[:3] == [b"\r\n", b"\r\n", b"def two():\r\n"]


def test_a_hunk_shows_the_section_that_a_setting_is_in():
    before = b"".join(
        b"[part %d]\nname = x\nport = 1\nroot = /\nuser = y\nmode = z\n\n" % n for n in range(4)
    )
    (hunk,) = hunks_of(
        before, cut(before, b"user = y\n", before.index(b"[part 2")), around=python(before, "f.ini")
    )
    assert b"[part 2]\n" in old_side(hunk)


def test_hunks_of_similar_functions_that_meet_are_one_and_show_all_headers():
    before = functions(b"one", b"two", b"three", lines=12)
    line = b"    step(10)\n"
    cuts = [cut(before, line, before.index(name)) for name in (b"one", b"two", b"three")]
    (hunk,) = hunks_of(before, *cuts, around=python(before))
    assert {b"def one():\n", b"def two():\n", b"def three():\n"} <= set(old_side(hunk))


@pytest.mark.parametrize("gap", [2, 9], ids=["one hunk from the start", "hunks that meet"])
def test_a_similar_class_is_shown_though_the_hunk_above_fits_a_method_of_its_own(gap):
    fields = [b"    a%d = %d\n" % (n, n) for n in range(30)]
    method = b"    def only(self):\n" + b"".join(b"        only(%d)\n" % n for n in range(9))
    before = b"class A:\n" + b"".join(fields) + b"class B:\n" + b"".join([*fields[:2], method, *fields[2:]])
    at = before.index(b"class B")
    line = b"    a%d = %d\n" % (1 + gap, 1 + gap)
    cuts = [cut(before, b"        only(8)\n"), cut(before, line, at)]
    (hunk,) = hunks_of(before, *cuts, around=python(before))
    assert b"class B:\n" in old_side(hunk)


def methods(*names, lines=12):
    """Classes with one method of the same name, each behind a line of its own."""
    body = b"".join(b"        step(%d)\n" % n for n in range(lines))
    return b"".join(b"class %s:\n    %s = 1\n\n    def get(self):\n%s\n\n" % (n, n, body) for n in names)


def test_what_stands_above_a_method_does_not_tell_which_of_two_it_is():
    before = methods(b"A", b"B")
    before = before.replace(b"(9)", b"(99)", 1)
    (hunk,) = hunks_of(before, cut(before, b"        step(1)\n", before.index(b"B:")), around=python(before))
    assert b"        step(9)\n" in old_side(hunk)
    (hunk,) = hunks_of(before, cut(before, b"        step(1)\n", before.index(b"B:")), around=None)
    assert b"        step(9)\n" not in old_side(hunk)


@pytest.mark.parametrize(
    "line", [b"        step(1)\n", b"        step(6)\n"], ids=["one hunk", "hunks that meet"]
)
def test_a_change_above_a_method_does_not_tell_either(line):
    before = methods(b"A", b"B", lines=20).replace(b"(19)", b"(199)", 1)
    before = before.replace(b"    B = 1\n", b"    B = (\n        1\n    )\n")
    cuts = [cut(before, b"        1\n"), cut(before, line, before.index(b"B:"))]
    (hunk,) = hunks_of(before, *cuts, around=python(before))
    assert b"        step(19)\n" in old_side(hunk)


def test_of_overloads_the_one_that_changes_is_shown():
    names = b"""import typing


@typing.overload
def get(a: int) -> int:
    one
    two
    three
    four
    five


@typing.overload
def get(a: str) -> str:
    one
    two
    three
    four
    five


def get(a):
    one
    two
    three
    four
    five
"""
    (hunk,) = hunks_of(names, cut(names, b"    five\n", names.index(b"str")), around=python(names))
    assert old_side(hunk)[2] == b"def get(a: str) -> str:\n"


@st.composite
def nested(draw):
    lines = draw(st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n"]), min_size=2, max_size=50))
    offsets = [sum(map(len, lines[:i])) for i in range(len(lines) + 1)]
    bounds = sorted(draw(st.sets(st.integers(0, len(lines)), max_size=10)))
    outer = [(offsets[a], offsets[b]) for a, b in zip(bounds[0::2], bounds[1::2], strict=False)]
    inner = [
        (offsets[a + 1], offsets[b - 1])
        for a, b in zip(bounds[0::2], bounds[1::2], strict=False)
        if draw(st.booleans()) and a + 1 < b - 1
    ]
    marks = sorted(draw(st.sets(st.integers(0, len(lines)), min_size=2, max_size=8)))
    splices = [
        (
            offsets[a],
            offsets[a if only_adds else b],
            draw(st.sampled_from([b"d\n"] if only_adds else [b"", b"d\n"])),
        )
        for a, b in zip(marks[0::2], marks[1::2], strict=False)
        for only_adds in [draw(st.booleans())]
    ]
    return b"".join(lines), splices, [*outer, *inner]


def fits(lines, first, last, changed, definitions):
    """Tell whether lines `first:last` (0-based, half open) fit a change at a line, the slow way."""
    inside = sorted((d for d in definitions if d[0] < changed < d[1]), key=lambda d: d[0], reverse=True)
    low, high = first, last
    for start, end in inside:
        if start < first or last < end:
            low, high = max(first, start), min(last, end)
            break
    run = lines[low:high]
    if sum(lines[i : i + len(run)] == run for i in range(len(lines) - len(run) + 1)) != 1:
        return False
    rows = [line for start, end in inside[:1] for line in lines[start:end] if line.strip()]
    similar = 3 * sum(lines.count(line) == 1 for line in rows) < len(rows)
    return not similar or first <= max(0, inside[0][0] - 2)


@given(nested())
@settings(max_examples=500, deadline=None, derandomize=True)
def test_a_hunk_fits_all_that_it_changes_and_has_no_more_context_than_that_takes(case):
    before, splices, definitions = case
    lines = before.split(b"\n")[:-1]
    at = {sum(len(line) + 1 for line in lines[:i]): i for i in range(len(lines) + 1)}
    numbered = [(at[start], at[end]) for start, end in definitions]
    homes = {at[start]: at[start] - (start == end) for start, end, _ in splices}
    hunks = hunks_of(before, *splices, around=known(*definitions))
    if not all(hunk.unique for hunk in hunks):
        assert len(set(lines)) == 1
        return
    for hunk in hunks:
        first, last = hunk.old_start - (hunk.old_count > 0), hunk.old_start - 1 + hunk.old_count
        changed = [home for line, home in homes.items() if first <= line <= last]
        assert all(fits(lines, first, last, home, numbered) for home in changed)
        context = max(count_context(hunk.lines), count_context(hunk.lines[::-1]))
        if len(splices) == 1 and context > 3:
            low = first + (count_context(hunk.lines) == context)
            high = last - (count_context(hunk.lines[::-1]) == context)
            assert not fits(lines, low, high, changed[0], numbered)
    for hunk, below in pairwise(hunks):
        assert hunk.old_start + hunk.old_count < below.old_start


def count_context(rows):
    return next(i for i, row in enumerate(rows) if row[:1] != b" ")


def test_2_000_similar_functions_cost_what_they_are():
    before = functions(*(b"f%d" % n for n in range(2000)), lines=8)
    cuts, at = [], 0
    while (at := before.find(b"    step(6)\n", at + 1)) >= 0:
        cuts.append((at, at + 12, b""))
    around = python(before)
    with ends():
        hunks = hunks_of(before, *cuts, around=around)
    assert hunks


def test_hunks_of_one_long_similar_class_cost_what_they_are():
    body = [b"    step(%d)\n" % n for n in range(40_000)]
    one, two = b"class A:\n" + b"".join(body), b"class B:\n" + b"".join(body)
    starts = list(accumulate(map(len, body), initial=len(one) + len(b"class B:\n")))
    cuts = [(starts[n], starts[n + 1], b"") for n in range(100, 40_000, 20)]
    around = known((0, len(one)), (len(one), len(one + two)))
    with ends():
        (hunk,) = hunks_of(one + two, *cuts, around=around)
    assert old_side(hunk)[0] == b"class B:\n"


@given(st.lists(st.integers(0, 300), max_size=70), st.data())
def test_a_header_is_near_where_few_enough_lines_stand_between(lengths, data):
    text = b"".join(b"a" * length + b"\n" for length in lengths)
    starts = [0, *accumulate(length + 1 for length in lengths)]
    header, start = sorted(data.draw(st.tuples(st.sampled_from(starts), st.sampled_from(starts))))
    assert is_near(text, header, start) == (above(text, start, REACH) <= header)
