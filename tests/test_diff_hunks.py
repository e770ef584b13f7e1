"""Hunks from known splices: what is context, what is one hunk, and where a hunk can land."""

import random

import pytest
from ending import ends
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.diff import diff_file, render_diff
from patcher.diff.hunks import below_annotations, cut_name
from patcher.diff.unique import Places
from patcher.edit.model import Splice
from patcher.tree.model import FileChange

FILE = 0o100644


def spliced(before, splices):
    out, position = [], 0
    for splice in splices:
        out += [before[position : splice.start], splice.data]
        position = splice.end
    return b"".join(out) + before[position:]


def diff_of(before, *splices, around=None):
    splices = tuple(Splice(start, end, data, 0) for start, end, data in splices)
    change = FileChange("f", before, spliced(before, splices), FILE, FILE)
    return diff_file(change, splices, hash="sha1", around=around)


def body_of(diff):
    """The hunks as a patch shows them, from the first `@@` on."""
    text = render_diff([diff])
    return text[text.index(b"@@") :] if b"@@" in text else b""


def numbered(count):
    return b"".join(b"%d\n" % number for number in range(1, count + 1))


NINE = numbered(9)

SHAPES = [
    pytest.param(NINE, [(8, 10, b"")], b"@@ -2,7 +2,6 @@\n 2\n 3\n 4\n-5\n 6\n 7\n 8\n", id="a line goes"),
    pytest.param(NINE, [(0, 2, b"")], b"@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n", id="the first line goes"),
    pytest.param(NINE, [(16, 18, b"")], b"@@ -6,4 +6,3 @@\n 6\n 7\n 8\n-9\n", id="the last line goes"),
    pytest.param(NINE, [(0, 0, b"0\n")], b"@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n", id="a line comes first"),
    pytest.param(NINE, [(18, 18, b"x\n")], b"@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+x\n", id="a line comes last"),
    pytest.param(
        NINE,
        [(18, 18, b"x")],
        b"@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+x\n\\ No newline at end of file\n",
        id="a line without newline comes last",
    ),
    pytest.param(
        b"1\n2",
        [(3, 3, b"\n3\n")],
        b"@@ -1,2 +1,3 @@\n 1\n-2\n\\ No newline at end of file\n+2\n+3\n",
        id="a last line without newline gets one",
    ),
    pytest.param(
        b"1\n2\n3",
        [(0, 1, b"x")],
        b"@@ -1,3 +1,3 @@\n-1\n+x\n 2\n 3\n\\ No newline at end of file\n",
        id="no newline in the context alone",
    ),
    pytest.param(
        b"1\n2\n3",
        [(2, 5, b"")],
        b"@@ -1,3 +1 @@\n 1\n-2\n-3\n\\ No newline at end of file\n",
        id="no newline on the old side alone",
    ),
    pytest.param(b"1\n", [(0, 2, b"")], b"@@ -1 +0,0 @@\n-1\n", id="emptied"),
    pytest.param(b"", [(0, 0, b"1\n")], b"@@ -0,0 +1 @@\n+1\n", id="filled"),
    pytest.param(
        b"ab\ncd\n", [(1, 4, b"")], b"@@ -1,2 +1 @@\n-ab\n-cd\n+ad\n", id="a cut across a line's end joins two"
    ),
    pytest.param(
        b"a b c\n", [(0, 1, b"x"), (4, 5, b"z")], b"@@ -1 +1 @@\n-a b c\n+x b z\n", id="two cuts in one line"
    ),
    pytest.param(
        b"a\r\nb\r\n", [(1, 3, b"\n")], b"@@ -1,2 +1,2 @@\n-a\r\n+a\n b\r\n", id="a line ending changes"
    ),
    pytest.param(
        b"\x0c\nx\x85y\xe2\x80\xa8z\nb\rc\n",
        [(2, 3, b"Z")],
        b"@@ -1,3 +1,3 @@\n \x0c\n-x\x85y\xe2\x80\xa8z\n+Z\x85y\xe2\x80\xa8z\n b\rc\n",
        id="only a newline ends a line",
    ),
    pytest.param(
        b"1\n2\n3\n4\n",
        [(0, 8, b"1\nx\ny\n4\n")],
        b"@@ -1,4 +1,4 @@\n 1\n-2\n-3\n+x\n+y\n 4\n",
        id="what a replacement keeps at its ends is context",
    ),
    pytest.param(
        b"1\n2\n3\n4\n5\n",
        [(0, 10, b"x\n2\n3\n4\ny\n")],
        b"@@ -1,5 +1,5 @@\n-1\n-2\n-3\n-4\n-5\n+x\n+2\n+3\n+4\n+y\n",
        id="inside a replacement nothing is compared",
    ),
    pytest.param(
        b"1\n2\n3\n",
        [(0, 2, b""), (2, 4, b"1\n")],
        b"@@ -1,3 +1,2 @@\n-1\n-2\n+1\n 3\n",
        id="a deletion is never shortened by what comes beside it",
    ),
    pytest.param(
        b"a\na\n", [(0, 2, b"")], b"@@ -1,2 +1 @@\n-a\n a\n", id="a deletion stands where it was made"
    ),
    pytest.param(
        b"1\n2\n3\n",
        [(2, 4, b""), (4, 4, b"x\n")],
        b"@@ -1,3 +1,3 @@\n 1\n-2\n+x\n 3\n",
        id="touching changes: what goes before what comes",
    ),
    pytest.param(b"x\r\n", [(0, 3, b"z"), (3, 3, b"z")], b"@@ -1 +1 @@\n-x\r\n+zz\n\\ No newline at end of file\n",
                 id="what comes behind a line left open is of that line"),
    pytest.param(NINE, [(8, 10, b"5\n")], b"", id="a replacement by the same is none"),
    pytest.param(NINE, [(8, 8, b"")], b"", id="nothing for nothing is none"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "splices", "shown"), SHAPES)
def test_a_change_is_shown_as(before, splices, shown):
    assert body_of(diff_of(before, *splices)) == shown


@pytest.mark.parametrize(("gap", "hunks"), [(5, 1), (6, 1), (7, 2)])
def test_hunks_at_most_six_lines_apart_are_one(gap, hunks):
    before = numbered(40)
    lines = before.split(b"\n")
    first = before.index(b"10\n")
    second = before.index(lines[10 + gap] + b"\n")
    diff = diff_of(before, (first, first + 3, b""), (second, second + 3, b""))
    assert len(diff.hunks) == hunks


BODY = b"    a = 1\n    b = 2\n    c = 3\n    d = 4\n    e = 5\n    return a\n\n\n"
TWINS = b"def one():\n" + BODY + b"def two():\n" + BODY


def old_side(hunk):
    return b"".join(row[1:] for row in hunk.lines if row[:1] != b"+")


def places_of(block, before):
    """At how many lines of a file a run of lines stands, the slow way; the last newline does not count."""
    lines = [line + b"\n" for line in before.removesuffix(b"\n").split(b"\n")]
    rows = [line + b"\n" for line in block.removesuffix(b"\n").split(b"\n")]
    return sum(lines[i : i + len(rows)] == rows for i in range(len(lines) - len(rows) + 1))


@pytest.mark.parametrize("which", ["first", "second"])
@pytest.mark.parametrize("more", [0, 20], ids=["few hunks", "many hunks"])
def test_a_hunk_grows_until_it_fits_one_of_two_similar_functions(which, more):
    line = b"    d = 4\n"
    before = TWINS + b"".join(b"%d\n" % n for n in range(20 * more))
    start = before.index(line) if which == "first" else before.rindex(line)
    others = [before.index(b"\n%d\n" % n) + 1 for n in range(110, 110 + 10 * more, 10)]
    hunks = diff_of(before, (start, start + len(line), b""), *((at, at + 4, b"") for at in others)).hunks
    assert len(hunks) == 1 + more
    hunk = hunks[0]
    assert places_of(old_side(hunk), before) == 1
    assert hunk.unique
    name = b" def one():\n" if which == "first" else b" def two():\n"
    assert hunk.lines[0] == name
    assert hunk.old_count == 9


@pytest.mark.parametrize("far", range(1, 12))
def test_a_hunk_grows_no_further_than_it_must(far):
    block = b"".join(b"same %d\n" % n for n in range(2 + far)) + b"target\n" + b"below\n" * 30
    before = b"one\n" + block + b"two\n" + block + b"end\n"
    start = before.rindex(b"target\n")
    (hunk,) = diff_of(before, (start, start + 7, b"")).hunks
    assert hunk.lines[0] == b" two\n"
    assert hunk.old_count == 2 * (3 + far) + 1


def test_a_hunk_that_grows_up_to_the_one_above_is_one_with_it():
    block = b"".join(b"same %d\n" % n for n in range(7))
    before = numbered(8) + block + b"after\n" + b"other\n" + block + b"end\n"
    first, second = before.index(b"4\n"), before.index(b"same 3\n")
    (hunk,) = diff_of(before, (first, first + 2, b""), (second, second + 7, b"")).hunks
    assert (hunk.old_start, hunk.old_count) == (1, 15)


def test_a_hunk_that_grows_down_to_the_one_below_is_one_with_it():
    block = b"".join(b"same %d\n" % n for n in range(7))
    before = block + numbered(20) + block + b"end\n"
    first, second = before.index(b"same 3\n"), before.index(b"\n5\n") + 1
    (hunk,) = diff_of(before, (first, first + 7, b""), (second, second + 2, b"")).hunks
    assert (hunk.old_start, hunk.old_count) == (1, 15)


@pytest.mark.parametrize("hunks", [1, 100], ids=["few hunks", "many hunks"])
def test_a_run_that_stands_within_longer_lines_stands_once(hunks):
    data = b"a\nrare\n1\nxa\nrare\n2\na\na\nrarer\n"
    places = Places(data, hunks)
    assert places.stands_once(0, 7)
    assert not Places(data + b"a\nrare", hunks).stands_once(0, 7)
    assert Places(b"a\n\nb\n\na", hunks).stands_once(2, 5)
    assert not Places(b"a\nb\n\na", hunks).stands_once(0, 2)
    assert not Places(b"\na\n\nb\n", hunks).stands_once(3, 4)


def test_a_hunk_near_the_end_is_sought_as_far_below_as_the_one_above_it_stood_twice():
    twin = b"".join(b"same %d\n" % n for n in range(7))
    before = b"one\n" + twin + numbered(90) + b"two\n" + twin + numbered(9)
    first, second = before.index(b"same 3\n"), len(before) - 2
    upper, lower = diff_of(before, (first, first + 7, b""), (second, second + 2, b"")).hunks
    assert (upper.unique, lower.unique) == (True, True)
    assert upper.lines[0] == b" one\n"
    assert lower.lines[-1] == b"-9\n"


def test_the_end_of_the_file_makes_no_hunk_unique():
    block = b"a\nb\nc\nd\n"
    before = b"1\n" + block + b"2\n" + block
    (hunk,) = diff_of(before, (len(before) - 2, len(before), b"")).hunks
    assert old_side(hunk) == b"2\n" + block
    bare = before.removesuffix(b"\n")
    (hunk,) = diff_of(bare, (len(bare) - 1, len(bare), b"x")).hunks
    assert old_side(hunk) == b"2\n" + block.removesuffix(b"\n")


def test_hunks_that_meet_while_they_grow_are_one():
    before = b"".join(b"x\n" * 9 + b"-\n" for _ in range(6)) + b"end\n"
    cuts = [(before.index(b"-\n", start), before.index(b"-\n", start) + 2, b"") for start in (20, 40, 60, 80)]
    diff = diff_of(before, *cuts)
    assert all(places_of(old_side(hunk), before) == 1 and hunk.unique for hunk in diff.hunks)
    ends = [hunk.old_start + hunk.old_count for hunk in diff.hunks]
    assert all(end < hunk.old_start for end, hunk in zip(ends, diff.hunks[1:], strict=False))


def test_a_file_of_one_repeated_line_says_that_its_hunk_is_not_unique():
    (hunk,) = diff_of(b"x\n" * 30, (20, 22, b"")).hunks
    assert not hunk.unique
    assert (hunk.old_start, hunk.old_count) == (8, 7)
    (hunk,) = diff_of(b"x\n" * 7, (6, 8, b"")).hunks
    assert hunk.unique


@st.composite
def repetitive(draw):
    lines = draw(st.lists(st.sampled_from([b"a\n", b"b\n", b"\n"]), min_size=1, max_size=60))
    before = b"".join(lines)
    offsets = [sum(map(len, lines[:i])) for i in range(len(lines) + 1)]
    marks = sorted(draw(st.sets(st.integers(0, len(lines)), min_size=2, max_size=8)))
    pairs = list(zip(marks[0::2], marks[1::2], strict=False))
    return before, [(offsets[a], offsets[b], draw(st.sampled_from([b"", b"a\n", b"c\n"]))) for a, b in pairs]


@given(repetitive())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_every_hunk_stands_once_or_says_that_it_does_not(case):
    before, splices = case
    diff = diff_of(before, *splices)
    for hunk in diff.hunks:
        assert hunk.unique is (places_of(old_side(hunk), before) == 1)
        assert hunk.unique or len(set(before.removesuffix(b"\n").split(b"\n"))) == 1
    for hunk, below in zip(diff.hunks, diff.hunks[1:], strict=False):
        assert hunk.old_start + hunk.old_count < below.old_start


@given(repetitive())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_no_hunk_has_more_context_than_it_needs(case):
    before, splices = case
    lines = before.removesuffix(b"\n").split(b"\n")
    diff = diff_of(before, *splices)
    if len(diff.hunks) != 1 or len(set(lines)) == 1:
        return
    (hunk,) = diff.hunks
    lead = next(i for i, row in enumerate(hunk.lines) if row[:1] != b" ")
    tail = next(i for i, row in enumerate(reversed(hunk.lines)) if row[:1] != b" ")
    if max(lead, tail) <= 3:
        return
    rows = hunk.lines[1 if lead == max(lead, tail) else 0 : -1 if tail == max(lead, tail) else None]
    assert places_of(b"".join(row[1:] for row in rows if row[:1] != b"+"), before) > 1


def taken(diff):
    """How many lines go."""
    return sum(row[:1] == b"-" for hunk in diff.hunks for row in hunk.lines)


def test_a_file_of_200_000_equal_lines_takes_no_time():
    before = b"same\n" * 200_000
    cuts = [(at * 5, at * 5 + 5, b"") for at in range(50, 200_000, 100)]
    with ends():
        assert taken(diff_of(before, *cuts)) == len(cuts)


def test_lines_that_repeat_by_turns_take_no_time():
    before = b"one\ntwo\n" * 100_000
    cuts = [(at * 8, at * 8 + 4, b"") for at in range(50, 100_000, 50)]
    with ends():
        assert taken(diff_of(before, *cuts)) == len(cuts)


def test_2_000_hunks_cost_what_they_are():
    lines = [b"    step(%d)\n" % number for number in range(100_000)]
    for number in range(0, 100_000, 2):
        lines[number] = b"    pass\n"
    before = b"".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    cuts = [(starts[at], starts[at + 2], b"") for at in range(10, 100_000, 50)]
    with ends():
        assert len(diff_of(before, *cuts).hunks) == 2000


def test_2_000_hunks_among_lines_that_all_repeat_cost_what_they_are():
    chooser = random.Random(7)
    lines = [b"word %d\n" % chooser.randrange(3000) for _ in range(60_000)]
    before = b"".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    cuts = [(starts[at], starts[at + 1], b"") for at in range(10, 60_000, 30)]
    with ends():
        assert taken(diff_of(before, *cuts)) == len(cuts)


NAMES = [
    pytest.param(b"def f():\n" + b"    x\n" * 9, b"def f():", id="a line that begins with a letter"),
    pytest.param(b"_f\n" + b"    x\n" * 9, b"_f", id="an underscore"),
    pytest.param(b"$f\n" + b"    x\n" * 9, b"$f", id="a dollar sign"),
    pytest.param(b"\xc3\xbcf\n" + b"    x\n" * 9, b"", id="no letter of ASCII"),
    pytest.param(b"# f\n" + b"    x\n" * 9, b"", id="neither"),
    pytest.param(b"f  \t\r\n" + b"    x\n" * 9, b"f", id="blanks at its end go"),
    pytest.param(b"f" * 90 + b"\n" + b"    x\n" * 9, b"f" * 80, id="80 bytes of it"),
    pytest.param(b"f" * 79 + b"\xc3\xbc\n" + b"    x\n" * 9, b"f" * 79, id="whole characters"),
    pytest.param(b"f" * 79 + b"\xff\xfe\n" + b"    x\n" * 9, b"f" * 79 + b"\xff", id="bytes that are none"),
    pytest.param(b"f" * 76 + b"    x\n" + b"    x\n" * 9, b"f" * 76, id="cut, then trimmed"),
]


@pytest.mark.parametrize(("before", "name"), NAMES)
def test_the_text_behind_the_hunks_place_by_gits_default_rule(before, name):
    before = before.replace(b"    x\n" * 9, b"".join(b"    %d\n" % n for n in range(9)))
    start = before.index(b"    6\n")
    (hunk,) = diff_of(before, (start, start + 6, b"")).hunks
    assert hunk.funcname == name


def test_the_text_behind_the_hunks_place_is_the_enclosing_definitions_where_it_is_known():
    before = b"first\n  class C: \r\n" + b"".join(b"  %d\n" % n for n in range(40))
    inside = before.index(b"  class"), before.index(b"  10\n")

    def around(line):
        return inside if inside[0] < line < inside[1] else None

    cuts = [(before.index(b"  %d\n" % n), before.index(b"  %d\n" % (n + 1)), b"") for n in (8, 30)]
    diff = diff_of(before, *cuts, around=around)
    assert [hunk.funcname for hunk in diff.hunks] == [b"class C:", b"first"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        pytest.param(b"@Override\n  public void f() {\n", b"public void f() {", id="an annotation"),
        pytest.param(b"@A(x = {1,\n    2})\n@B\nvoid f() {\n", b"void f() {", id="one of two lines"),
        pytest.param(b"#[cfg(test)]\nmod tests {\n", b"mod tests {", id="an attribute"),
        pytest.param(b"@Override public void f() {\n", b"@Override public void f() {", id="on its line"),
        pytest.param(b"@interface A {\n", b"@interface A {", id="no annotation"),
        pytest.param(b"@A\n", b"@A", id="nothing else"),
    ],
)
def test_a_definition_is_named_by_its_line_below_annotations(head, name):
    start = below_annotations(head, 0, len(head))
    assert head[start:].split(b"\n")[0].strip() == name


def test_a_name_is_cut_between_characters():
    assert cut_name(b"a" * 78 + "€uro".encode()) == b"a" * 78
    assert cut_name(b"a" * 77 + "€uro".encode()) == b"a" * 77 + "€".encode()


@st.composite
def asked_of_paragraphs(draw):
    lines = draw(st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"\n", b"c\n"]), min_size=2, max_size=60))
    data = b"".join(lines).removesuffix(draw(st.sampled_from([b"", b"\n"])))
    offsets = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10 and at + 1 < len(data)), len(data)]
    pairs = draw(
        st.lists(st.lists(st.sampled_from(offsets), min_size=2, max_size=2, unique=True), min_size=1)
    )
    return data, [(min(pair), max(pair)) for pair in pairs]


@given(asked_of_paragraphs())
@example((b"a\n\n\n\nb\n\nc\na\n\n\n\n\nb\n\nc\n", [(2, 10)]))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_many_runs_are_told_as_few_are(case):
    data, asked = case
    slow = [places_of(data[top:bottom], data) == 1 for top, bottom in asked]
    for hunks in (1, 1000):
        places = Places(data, hunks, asked)
        assert [places.stands_once(top, bottom) for top, bottom in asked] == slow
