"""Lines of a file by the offsets in them."""

from hypothesis import example, given
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.source.lines import Lines


@given(st.text("a\n\r\té", max_size=12))
@example("")
@example("\n")
@example("a\r\nb")
def test_a_line_begins_and_ends_where_its_number_says(text):
    source = SourceFile("a", text.encode())
    for offset in range(len(source.text) + 1):
        if source.line_count:
            line = source.line_at(offset)
            assert source.start_at(offset) == source.line_start(line)
            assert source.end_at(offset) == source.line_end(line)
        for end in range(offset, len(source.text) + 1):
            lines = source.lines_of(Span(offset, end))
            last = source.line_at(end - 1 if end > offset else end)
            assert (lines.first_line, lines.last_line) == (source.line_at(offset), last)


def test_an_empty_file_has_no_line_and_both_are_its_end():
    source = SourceFile("a", b"")
    assert (source.start_at(0), source.end_at(0)) == (0, 0)


def test_a_line_is_found_once_however_often_it_is_asked_about(monkeypatch):
    looked = []
    real = Lines.start
    monkeypatch.setattr(Lines, "start", lambda lines, index: looked.append(index) or real(lines, index))
    source = SourceFile("a", b"a\n\n  b\n")
    assert [source.is_blank(line) for line in (1, 2, 3, 2, 1)] == [False, True, False, True, False]
    assert (source.indent(3), source.line_text(3), looked) == ("  ", "  b", [0, 1, 2])
