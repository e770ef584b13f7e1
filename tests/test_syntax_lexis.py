"""Strings, comments and brackets: the lexical map, alone and in Python."""

from __future__ import annotations

import io
import sysconfig
import tokenize
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.syntax.lexicon import HASH, PLAIN, Lexicon, quoted
from patcher.syntax.lexis import HASH_OF_CODE, Lexis, touching_comments
from patcher.syntax.python.lexicon import LEXICON, replacement_fields

LIB = Path(sysconfig.get_paths()["stdlib"])


def lexis(text: str, lexicon: Lexicon = LEXICON) -> Lexis:
    return Lexis(SourceFile("a.py", text.encode("utf-8", "surrogateescape")), lexicon)


def texts(map_: Lexis, spans: list[Span]) -> list[str]:
    return [map_.source.text[span.start : span.end] for span in spans]


STRINGS = [
    pytest.param("'a' \"b\"", ["'a'", '"b"'], id="both quotes"),
    pytest.param("'a\\'b'", ["'a\\'b'"], id="an escaped quote"),
    pytest.param("r'a\\' + x'", ["r'a\\' + x'"], id="a raw string's backslash takes the quote along"),
    pytest.param("'a\\\nb'", ["'a\\\nb'"], id="a continued line"),
    pytest.param("'a\nc'", ["'a", "'"], id="one that its line ends"),
    pytest.param('"""a"b""c"""', ['"""a"b""c"""'], id="quotes in a long one"),
    pytest.param('"""a\n# b\n"""', ['"""a\n# b\n"""'], id="a comment in a long one"),
    pytest.param('"""a\\"""b"""', ['"""a\\"""b"""'], id="an escaped quote in a long one"),
    pytest.param("'''never closed\nx", ["'''never closed\nx"], id="a long one left open"),
    pytest.param("''", ["''"], id="empty"),
    pytest.param("'''''' 'x'", ["''''''", "'x'"], id="a long empty one"),
    pytest.param("rb'a' Rb'b' u'c' F'd'", ["rb'a'", "Rb'b'", "u'c'", "F'd'"], id="prefixes"),
    pytest.param("if'a'or'b'", ["'a'", "'b'"], id="words that end in prefix letters"),
    pytest.param("'a''b'", ["'a'", "'b'"], id="two that touch"),
    pytest.param("f\"{x['a']}\"", ["f\"{x['a']}\""], id="the other quote in a field"),
    pytest.param('f"{x["a"]}"', ['f"{x["a"]}"'], id="the same quote in a field"),
    pytest.param('f"{x["}"]}" + "b"', ['f"{x["}"]}"', '"b"'], id="a brace in a field's string"),
    pytest.param('f"{{" + "b"', ['f"{{"', '"b"'], id="a doubled brace opens no field"),
    pytest.param('f"}} {a}" "b"', ['f"}} {a}"', '"b"'], id="a doubled closer"),
    pytest.param('f"{a:{"w"}.{p}}" "b"', ['f"{a:{"w"}.{p}}"', '"b"'], id="a field in a format"),
    pytest.param('f"{f"{f"{1}"}"}"', ['f"{f"{f"{1}"}"}"'], id="three deep"),
    pytest.param('f"{a!r:>{10}}"', ['f"{a!r:>{10}}"'], id="conversion"),
    pytest.param('f"{a != "b"}"', ['f"{a != "b"}"'], id="not equal is no conversion"),
    pytest.param('f"{\n  x["a"]  # }"\n}"', ['f"{\n  x["a"]  # }"\n}"'], id="lines and a comment in a field"),
    pytest.param('f"\\N{DASH}" "b"', ['f"\\N{DASH}"', '"b"'], id="a named character is no field"),
    pytest.param('rf"\\N{x["a"]}"', ['rf"\\N{x["a"]}"'], id="in a raw one it is"),
    pytest.param('t"{x["a"]}"', ['t"{x["a"]}"'], id="a template string"),
    pytest.param('f"{x" + y', ['f"{x"'], id="a field left open"),
    pytest.param('f"{x["a"\ny = "b"', ['f"{x["', '"\n'.rstrip("\n"), '"b"'], id="broken: plain rules"),
    pytest.param('f"""{x["a"]} "q" {"""z"""}"""', ['f"""{x["a"]} "q" {"""z"""}"""'], id="a long one"),
    pytest.param('"{x["', ['"{x["'], id="braces of a plain string mean nothing"),
]


@pytest.mark.parametrize(("text", "expected"), STRINGS)
def test_strings_of_python(text: str, expected: list[str]) -> None:
    map_ = lexis(text)
    assert texts(map_, map_.strings()) == expected


def test_where_strings_have_prefixes_another_end_is_looked_for_behind_one_alone() -> None:
    asked: list[str] = []

    def two_further(text: str, start: int, end: int) -> int:
        asked.append(text[start:end])
        return end + 2

    lexicon = Lexicon(
        strings=(quoted('"', prefixes="f", extend=two_further), quoted("'", extend=two_further))
    )
    lexis = Lexis(SourceFile("a", b'"x" f"y"-- \'v\'-- "w" elf"u"'), lexicon)
    found = [lexis.source.text[span.start : span.end] for span in lexis.strings()]
    assert found == ['"x"', 'f"y"--', "'v'--", '"w"', '"u"']
    assert asked == ['f"y"', "'v'"]


def test_replacement_fields_are_the_code_in_a_string() -> None:
    text = "f'{a} {{b}} {c!r:{d}} {e[\"f\"]}'"
    found = list(replacement_fields(text, Span(0, len(text))))
    assert [text[s.start : s.end] for s in found] == ["a", "c!r", "d", 'e["f"]']
    assert list(replacement_fields("'{a}'", Span(0, 5))) == []
    assert list(replacement_fields("f'{a'", Span(0, 5))) == []


@pytest.mark.parametrize("path", sorted(LIB.glob("[a-i]*.py"))[::3], ids=lambda p: p.name)
def test_strings_and_comments_are_those_of_tokenize(path: Path) -> None:
    source = SourceFile(path.name, path.read_bytes())
    kinds = {tokenize.STRING: "string", tokenize.COMMENT: "comment"}
    truth = []
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type in kinds:
            start = source.line_start(token.start[0]) + token.start[1]
            truth.append((Span(start, start + len(token.string)), kinds[token.type]))
    map_ = Lexis(source, LEXICON)
    mine = [(s, "string") for s in map_.strings()] + [(s, "comment") for s in map_.comments()]
    assert sorted(mine) == truth


def test_kinds_edges_and_skips() -> None:
    map_ = lexis("x = 'a'  # b\ny")
    assert [map_.kind_at(i) for i in (0, 4, 6, 7, 9, 11, 12, 13)] == [
        "code", "string", "string", "code", "comment", "comment", "code", "code",
    ]  # fmt: skip
    assert [map_.inside(i) for i in (4, 5, 7, 9, 10, 12)] == [False, True, False, False, True, False]
    assert map_.skip_at(5) == Span(4, 7)
    assert map_.skip_at(7) is None
    assert map_.kind_at(99) == "code"
    assert map_.comments(Span(9, 10)) == [Span(9, 12)]
    assert map_.comments(Span(10, 13)) == []
    assert map_.strings(Span(0, 4)) == []


@pytest.mark.parametrize(
    ("text", "closer"),
    [
        pytest.param("({[]})", 5, id="nested"),
        pytest.param("(')', \")\", # )\n)", 15, id="strings and a comment"),
        pytest.param("(]", None, id="another shape"),
        pytest.param("((", None, id="never closed"),
        pytest.param("('''\n)\n''')", 10, id="a long string"),
    ],
)
def test_closer(text: str, closer: int | None) -> None:
    assert lexis(text).closer_of(0) == closer


def test_pairs_leave_out_what_does_not_pair() -> None:
    assert lexis("(a[b]) ) {c}").pairs == {0: 5, 2: 4, 9: 11}
    assert lexis("( ] [x]").pairs == {4: 6}
    assert lexis("(a)[b]").pairs_in(Span(3, 6)) == {3: 5}


def test_a_lexicon_with_block_nested_and_spaced_comments() -> None:
    nested = Lexicon(("//",), strings=(quoted('"'),), nested_comments=(("/*", "*/"),))
    map_ = lexis('a /* b /* c */ d */ e // f\n"/*"', nested)
    assert texts(map_, map_.comments()) == ["/* b /* c */ d */", "// f"]
    assert texts(map_, map_.strings()) == ['"/*"']
    spaced = Lexicon(spaced_comments=("#",))
    map_ = lexis("#a\nb#c #d", spaced)
    assert texts(map_, map_.comments()) == ["#a", "#d"]
    assert lexis("/* a", nested).kind_at(3) == "comment"


@pytest.mark.parametrize(
    ("text", "line", "first"),
    [
        pytest.param("# a\n# b\nx\n", 3, 1, id="two"),
        pytest.param("# a\n\nx\n", 3, 3, id="a blank line between"),
        pytest.param("y  # a\nx\n", 2, 2, id="behind code"),
        pytest.param(" # a\nx\n", 2, 2, id="another column"),
        pytest.param("x\n", 1, 1, id="the first line"),
    ],
)
def test_touching_comments(text: str, line: int, first: int) -> None:
    map_ = lexis(text)
    start = touching_comments(map_.source, map_, map_.source.line_start(line))
    assert map_.source.line_at(start) == first


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="'\"#\\\nfr{}()a \u2028é", max_size=60), st.sampled_from([LEXICON, HASH, PLAIN]))
def test_the_mask_is_as_long_as_the_text_and_agrees_with_the_kinds(text: str, lexicon: Lexicon) -> None:
    map_ = lexis(text, lexicon)
    source = map_.source.text
    assert len(map_.masked) == len(source)
    for offset, (shown, own) in enumerate(zip(map_.masked, source, strict=True)):
        kind = map_.kind_at(offset)
        code = HASH_OF_CODE if own == "#" else own
        assert shown == {"string": '"', "comment": "#", "code": code}[kind]
    spans = sorted(map_.strings() + map_.comments())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for opener, closer in map_.pairs.items():
        assert map_.is_code(opener)
        assert map_.is_code(closer)
        assert map_.closer_of(opener) == closer
