"""Line numbers and offsets of long files, held to what is told by looking at every character."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from patcher.source import LineRange, SourceFile, Span
from patcher.source.lines import Lines

PIECES = st.sampled_from(
    ["\n", "a", "é", "\r\n", "\r", "b" * 700, "\n" * 300, "x = 1\n", "\udcff", "\f", "\u2028"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS)
def test_lines_begin_behind_newlines_and_nowhere_else(text):
    source = SourceFile("a.txt", text.encode("utf-8", "surrogateescape"))
    seen = source.text
    starts = [0, *(offset + 1 for offset, mark in enumerate(seen) if mark == "\n")]
    if starts[-1] != len(seen):
        starts.append(len(seen))
    assert source.line_count == len(starts) - 1
    assert [source.line_start(line + 1) for line in range(len(starts))] == starts
    for offset in range(0, len(seen) + 1, 7):
        number = sum(start <= offset for start in starts)
        assert source.line_at(offset) == max(1, min(number, len(starts) - 1))
    for line in range(1, len(starts)):
        assert source.bytes_of(LineRange(line, line)) == source.line_bytes(line)
        assert source.line_text(line) == seen[starts[line - 1] : starts[line]].removesuffix("\n")


@given(TEXTS)
def test_offsets_of_text_and_bytes_map_to_each_other(text):
    source = SourceFile("a.txt", text.encode("utf-8", "surrogateescape"))
    for start in range(0, len(source.text), 5):
        first, last = source.byte_span(Span(start, start + 1))
        assert source.text_offset(first) == start
        assert source.data[first:last].decode("utf-8", "surrogateescape") in (
            source.text[start],
            "\r" + source.text[start],
        )


@pytest.mark.parametrize("index", [-1, 3, 4000])
def test_a_line_that_is_none_is_refused(index):
    with pytest.raises(IndexError):
        Lines("a\nb\n", "\n").start(index)


def test_a_stretch_is_split_where_it_is_asked_about(monkeypatch):
    split = []
    real = Lines._starts
    monkeypatch.setattr(Lines, "_starts", lambda lines, number: split.append(number) or real(lines, number))
    lines = Lines("ab\n" * 10_000, "\n")
    assert [lines.start(index) for index in (0, 5_000, 5_001, 5_002, 10_000)] == [
        0,
        15_000,
        15_003,
        15_006,
        30_000,
    ]
    assert [lines.at(offset) for offset in (14_999, 15_000, 15_003)] == [5_000, 5_001, 5_002]
    assert split == [14, 29]  # of 1,024 characters each


class _Read(str):
    """A text that keeps how many of its characters were counted."""

    def __init__(self, _text):
        self.counted = 0

    def count(self, newline, start, end):
        self.counted += end - start
        return str.count(self, newline, start, end)


@given(
    st.lists(st.sampled_from(["\n", "ab\n", "x" * 1023 + "\n", "\n" * 1024, "y" * 1500]), max_size=8),
    st.lists(
        st.tuples(st.integers(0, 9000), st.integers(0, 2500), st.sampled_from(["", "z", "\n", "q\n" * 900])),
        max_size=5,
    ),
)
@example(["\n" * 1024, "\n" * 1024], [(0, 1024, "")])
@example(["\n" * 1024], [(1024, 0, "z"), (1024, 0, "\n")])
@example([], [(0, 0, "q\n" * 900)])
def test_lines_that_changes_moved_are_those_of_the_text(pieces, changes):
    before = "".join(pieces)
    after, moves, position, parts = "", [], 0, []
    for start, size, text in sorted(changes):
        start = max(position, min(start, len(before)))
        end = min(start + size, len(before))
        parts += before[position:start], text
        moves.append((start, end, len(text)))
        position = end
    after = "".join([*parts, before[position:]])
    moved, counted = Lines(after, "\n"), Lines(after, "\n")
    moved.follow(Lines(before, "\n"), moves)
    assert moved.count == counted.count
    assert [moved.start(line) for line in range(counted.count + 1)] == [
        counted.start(line) for line in range(counted.count + 1)
    ]
    assert [moved.at(at) for at in range(len(after) + 1)] == [counted.at(at) for at in range(len(after) + 1)]


def test_the_newlines_of_a_changed_text_are_not_counted_again():
    before, after = _Read("ab\n" * 10_000), _Read("ab\n" * 5_000 + "c\n" + "ab\n" * 4_990)
    known, moved = Lines(before, "\n"), Lines(after, "\n")
    assert (known.at(15_000), before.counted) == (5_001, 30 * 1024)
    moved.follow(known, [(15_000, 15_030, 2)])
    assert (moved.start(5_001), moved.at(29_971), moved.count) == (15_002, 9_991, 9_991)
    assert (after.counted, before.counted) == (2, 30 * 1024 + 30)
