"""What a pattern cannot match without: no match lacks all of it, whatever the pattern."""

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from patcher.source import SourceFile
from patcher.spec import (
    BadPattern,
    compile_pattern,
    may_take_dot,
    required_bytes,
    required_literal,
    required_literals,
)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        pytest.param("plain", ("plain",), id="letters"),
        pytest.param(r"_(migrate|cleanup)_kv_\w+", ("migrate", "cleanup"), id="the ways of a group"),
        pytest.param("abc|abd", ("ab",), id="what all ways begin with"),
        pytest.param("key|other", ("key", "other"), id="ways"),
        pytest.param(r"(?s)one.*three", ("three",), id="the longest of a row"),
        pytest.param("(?:abc)+x", ("abc",), id="repeated at least once"),
        pytest.param("(?P<name>word)?x", ("x",), id="what may be left out does not count"),
        pytest.param("^from pkg import kv$", ("from pkg import kv",), id="places take nothing"),
        pytest.param(r"a\.b\(", ("a.b(",), id="escapes"),
        pytest.param("ab*c", ("a",), id="a letter before a repeat"),
        pytest.param("^# ---- part", ("# ---- part",), id="what takes sets apart, outside of a set"),
    ],
)
def test_a_pattern_asks_for(pattern, texts):
    assert required_literals(pattern) == texts


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(?i)abc", id="case does not count"),
        pytest.param("(?i:abc)", id="in a group case does not count"),
        pytest.param("abc|x*", id="one way asks for nothing"),
        pytest.param("(?!abc)", id="what must not follow"),
        pytest.param("(?<=abc)", id="what stands before the match"),
        pytest.param("(?:abc){0,2}", id="none is enough"),
        pytest.param("(?:abcd){e<=1}", id="with errors"),
        pytest.param(r"\w+", id="kinds of letters"),
        pytest.param(r"\x41bc", id="numbers of letters"),
        pytest.param(r"(?<n>abc)", id="a name that only `regex` reads"),
        pytest.param("(?x) a b c", id="blanks that are not meant"),
        pytest.param("[[a-z]--[aeiou]]", id="sets of sets"),
        pytest.param("[a-z--aeiou]", id="a set taken from a set"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_is_sure_of(pattern):
    assert required_literals(pattern) == () == required_bytes(pattern)
    assert required_literal(pattern) is None


def test_bytes_are_of_one_line():
    assert required_bytes("one\ntwelve") == (b"twelve",)
    assert required_bytes("\n") == ()
    assert required_bytes("naïve") == ("naïve".encode(),)


@pytest.mark.parametrize(
    ("pattern", "may"),
    [
        (r"_(load|save)_\w+\d\s", False),
        ("^ab{2}c?$", False),
        (r"a\.b", True),
        ("a.b", True),
        ("[a.]", True),
        ("[!-z]", True),
        ("[^a]", True),
        (r"\W", True),
        ("a(?:b|c.)", True),
        ("(?:a(?:.b)*)", True),
        (r"(?i)ab", True),
        (r"(a)\1", True),
        ("", True),
    ],
)
def test_what_may_have_a_dot_in_it(pattern, may):
    assert may_take_dot(pattern) is may


letters = st.sampled_from("abAB_é \n\r0")
ATOMS = st.one_of(
    st.text(letters, min_size=1, max_size=4).map(regex.escape),
    st.sampled_from(
        [
            r".",
            r"\w",
            r"\s",
            r"[ab]",
            r"[^a]",
            r"^",
            r"$",
            r"\b",
            r"\A",
            r"(?=a)",
            r"(?!b)",
            r"(?<=a)",
            r"[[ab]]",
            r"a{2}",
            r"{",
            r"--",
            r"\x61",
            r"\p{L}",
            r"\R",
            r"\K",
            r"(?i)",
            r"(?s)",
        ]
    ),
)


def combined(inner):
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        st.tuples(
            inner, st.sampled_from(["*", "+", "?", "{0,2}", "{1,2}", "{,1}", "*?", "++", "{e<=1}"])
        ).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        st.tuples(st.sampled_from(["(", "(?P<n>", "(?>", "(?i:", "(?s:", "(?|", "(?-i:"]), inner).map(
            lambda pair: f"{pair[0]}{pair[1]})"
        ),
    )


PATTERNS = st.recursive(ATOMS, combined, max_leaves=6)


@given(PATTERNS, st.text(letters, max_size=12))
@example("(?i)É", "é")
@example("a\\\nb", "a\r\nb")
@example("ab|a", "a")
def test_every_match_holds_one_of_the_texts(pattern, written):
    try:
        compiled = compile_pattern(pattern)
    except BadPattern:
        return
    data = written.encode()
    text = SourceFile("a", data).text
    texts, single, needed = required_literals(pattern), required_literal(pattern), required_bytes(pattern)
    for match in compiled.finditer(text, timeout=2):
        assert not texts or any(each in match.group() for each in texts)
        assert single is None or single in match.group()
        assert not needed or any(each in data for each in needed)


@given(PATTERNS, st.text("ab. \n0", max_size=12))
def test_no_match_has_a_dot_where_none_may(pattern, text):
    try:
        compiled = compile_pattern(pattern)
    except BadPattern:
        return
    if not may_take_dot(pattern):
        assert not any("." in match.group() for match in compiled.finditer(text, timeout=2.0))
