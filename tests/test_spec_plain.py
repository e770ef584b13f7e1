"""A plain pattern finds with the standard library what it finds with `regex`, in every text that suits it."""

import re
import subprocess
import sys

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.spec import BadPattern, compile_pattern
from patcher.spec.plain import plainly

FLAGS = regex.VERSION1 | regex.MULTILINE
LETTERS = "abAB_é0²٠ \n\r\t\x0b\x1c\x85\u2028-.{x"


@pytest.mark.parametrize(
    ("pattern", "ascii", "repeats"),
    [
        pytest.param("^# ---- part", False, False, id="letters"),
        pytest.param(r"_(migrate|cleanup)_kv_\w+", True, True, id="a group and a repeat"),
        pytest.param(r"(?s)one.*?ctl two-", False, True, id="across lines"),
        pytest.param(r"(?P<name>a)?\.b\(", False, False, id="a named group that may be missing"),
        pytest.param(r"[^a-c\].é]", False, False, id="a set"),
        pytest.param(r"[\w.]x\b", True, False, id="a set of Unicode"),
    ],
)
def test_plain(pattern, ascii, repeats):
    found = plainly(pattern)
    assert (found.ascii, found.repeats) == (ascii, repeats)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(?i)abc", id="case does not count"),
        pytest.param(r"\s", id="blanks, of which the two know others"),
        pytest.param(r"\W", id="all but a kind"),
        pytest.param(r"\x41", id="numbers of letters"),
        pytest.param(r"\p{L}", id="properties"),
        pytest.param(r"(a)\1", id="what a group took"),
        pytest.param("(?=a)", id="what follows"),
        pytest.param("(?<n>a)", id="a name that only `regex` reads"),
        pytest.param("[[ab]--a]", id="sets of sets"),
        pytest.param("[a-b-c]", id="a bare dash in a set"),
        pytest.param("[a--b]", id="a set less another"),
        pytest.param("[^]]", id="a bracket first in a set"),
        pytest.param("a{2}", id="counts"),
        pytest.param("(ab)*", id="a repeated group"),
        pytest.param("a*b*", id="two repeats"),
        pytest.param("a++", id="a repeat that gives nothing back"),
        pytest.param("a**", id="a repeat of a repeat"),
        pytest.param("(?:a|b)" * 9, id="many ways"),
        pytest.param("(a", id="an open group"),
        pytest.param("a)", id="a group that was not opened"),
        pytest.param("[b-a]", id="a set the wrong way round"),
        pytest.param("\\", id="a backslash alone"),
    ],
)
def test_not_plain(pattern):
    assert plainly(pattern) is None


def test_a_pattern_is_compiled_and_no_other_to_read_it(monkeypatch):
    real, compiled = re._compiler.compile, []
    monkeypatch.setattr(
        re._compiler, "compile", lambda text, flags: compiled.append(text) or real(text, flags)
    )
    re.purge()
    assert plainly(r"^(?:a|[b-d\]]+?)\.x") is not None
    assert plainly(r"\s") is None
    assert compiled == [r"^(?:a|[b-d\]]+?)\.x"]


def test_a_text_suits():
    assert plainly("é$").suits("é" * 10_000)
    assert plainly(r"\w").suits("a" * 10_000)
    assert not plainly(r"\w").suits("é")
    assert plainly("a*").suits("a" * 2_000)
    assert not plainly("a*").suits("a" * 2_001)


ONES = st.one_of(
    st.sampled_from(LETTERS).map(regex.escape),
    st.sampled_from(
        [
            ".",
            r"\w",
            r"\d",
            "[ab]",
            "[^a]",
            r"[\w.]",
            r"[^\d\-]",
            "[a-b_ ]",
            "[é\n]",
            r"[\]\^]",
            r"\s",
            r"\W",
            "[a--b]",
        ]
    ),
)
PARTS = st.one_of(
    ONES,
    st.tuples(ONES, st.sampled_from(["?", "*", "+", "??", "*?", "+?"])).map("".join),
    st.sampled_from([r"\b", "^", "$", "|", "ab"]),
)
PATTERNS = st.recursive(
    st.lists(PARTS, min_size=1, max_size=4).map("".join),
    lambda inner: st.tuples(
        inner, st.sampled_from(["(", "(?:", "(?P<n>"]), inner, st.sampled_from([")", ")?"]), inner
    ).map("".join),
    max_leaves=4,
)


def seen(match):
    return None if match is None else (match.regs, match.groups(), match.groupdict())


@given(
    st.tuples(st.sampled_from(["", "(?s)", "(?m)"]), PATTERNS).map("".join),
    st.text(st.sampled_from(LETTERS), max_size=14),
    st.tuples(st.integers(0, 14), st.integers(0, 14)),
)
@settings(max_examples=500)
@example("(?s)a.*", "a\nb", (0, 3))
@example("a*", "baac", (0, 4))
@example("^|$", "a\nb", (1, 2))
@example(r"\b", "ab cd", (1, 4))
@example(r"\b", "²", (0, 1))
@example(r"\w", "²", (0, 1))
@example(r"[^\w]", "²", (0, 1))
@example(r"\s", "\x1c", (0, 1))
@example(r"[\s]", "\x1c", (0, 1))
def test_the_two_find_the_same(pattern, text, part):
    """What is not plain is among what is tried, so that a reading that is too generous is seen."""
    plain = plainly(pattern)
    if plain is None or not plain.suits(text):
        return
    full = regex.compile(pattern, FLAGS)
    ours = plain.compiled
    assert (ours.groups, dict(ours.groupindex)) == (full.groups, dict(full.groupindex))
    assert seen(ours.search(text)) == seen(full.search(text))
    assert seen(ours.fullmatch(text)) == seen(full.fullmatch(text))
    start, end = min(part), max(part)
    assert [seen(each) for each in ours.finditer(text, start, end)] == [
        seen(each) for each in full.finditer(text, start, end)
    ]


@given(
    st.tuples(
        st.sampled_from(["", "^", "(?m)^", "^(", "|^"]), PATTERNS, st.sampled_from(["", ")", "|a"])
    ).map("".join),
    st.lists(st.text(st.sampled_from(LETTERS.replace("\n", "")), max_size=8), max_size=4),
)
@settings(max_examples=500)
@example("^a|b", ["ab", "cb", "c"])
@example("^a|^b", ["ab", "cb", "b"])
@example("(^a|b)", ["ab", "cb", "c"])
@example("a*", ["a" * 2_001, "b"])
def test_lines_are_searched_each_by_itself(pattern, lines):
    try:
        full, ours = regex.compile(pattern, FLAGS), compile_pattern(pattern)
    except (regex.error, BadPattern):
        return
    found = ours.search_lines(lines, timeout=2)
    assert found == [number for number, line in enumerate(lines) if full.search(line)]


@pytest.mark.parametrize("text", ["ab_1 é ab2", "ab_1 ab2", "ab " * 1_000], ids=["letters", "ascii", "long"])
def test_a_pattern_finds_what_regex_finds(text):
    pattern, full = compile_pattern(r"ab\w+|(?P<end>2)"), regex.compile(r"ab\w+|(?P<end>2)", FLAGS)
    assert seen(pattern.search(text, timeout=2)) == seen(full.search(text))
    assert seen(pattern.fullmatch(text, timeout=2)) == seen(full.fullmatch(text))
    found = pattern.finditer(text, 1, timeout=2)
    assert [seen(each) for each in found] == [seen(each) for each in full.finditer(text, 1)]
    assert (pattern.groups, dict(pattern.groupindex)) == (full.groups, dict(full.groupindex))


def test_what_is_not_plain_is_refused_at_once_and_has_its_time():
    with pytest.raises(BadPattern):
        compile_pattern("(a")
    with pytest.raises(TimeoutError):
        compile_pattern("(a|aa)+$").search("a" * 60 + "b", timeout=0.05)


def test_plain_patterns_load_no_second_library():
    code = (
        "import sys; from patcher.spec import compile_pattern as c; assert c(r'a\\w').search('ab', timeout=1);"
        "assert 'regex' not in sys.modules; c(r'a\\w').search('aé', timeout=1); assert 'regex' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
