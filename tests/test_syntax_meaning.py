"""What leads to a name is looked for where the name stands: as if all of the text were searched."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher.syntax.html.syntax import _DEFINING, _USING
from patcher.syntax.meaning import found_with

PIECES = ["a", "ab", "[a]", "[[a.b]]", "[ab.c]", "var(", ")", "var(a)", "--a:", 'id="a"', 'href="#a"', " ", "\n", "\n\n", "  \n", "  ", ":", "x", 'for="', "b\n", '"']  # fmt: skip


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[ \t]*\[{name}[ \t]*\]",
        r"^[ \t]*\[\[?{name}\.[^\]\n]*\]",
        r"(?<![\w-]){name}\s*:",
        r"var\(\s*{name}\s*\)",
        _DEFINING,
        _USING,
    ],
)
@given(
    text=st.lists(st.sampled_from(PIECES), max_size=14).map("".join), name=st.sampled_from(["a", "ab", "--a"])
)
def test_what_is_found_around_a_name_is_what_is_found_in_all(pattern, text, name):
    whole = re.finditer(pattern.format(name=re.escape(name)), text, re.MULTILINE)
    assert [m.span() for m in found_with(name, pattern, text)] == [m.span() for m in whole]
