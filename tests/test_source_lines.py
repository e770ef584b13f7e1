"""Lines of a file by the offsets in them."""

from hypothesis import example, given
from hypothesis import strategies as st

from patcher.source import SourceFile, Span


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
