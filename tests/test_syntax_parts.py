"""A large file of data is looked at in parts; every answer is that of a look at all of it."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher.source import LineRange, SourceFile, Span
from patcher.syntax import ini, ini_parts, json, json_large, language_of, toml, toml_parts
from patcher.syntax.parts.syntax import PartedSyntax

EXTENTS = ("definition", "statement", "entry", "section", "item", "from", "block")
SPANS = ("statement_at", "element_at", "body_at", "straddles", "orphaned_comma")

# By path: how the whole and the parts are made, pieces of files, words of names, pieces that are no good.
PIECES = {
    "a.toml": (
        (toml.TomlSyntax, toml_parts.build),
        [
            "a = 1\n",
            "\n",
            "# a comment\n",
            "  # a deeper comment\n",
            "[t]\n",
            "[t.x]\n",
            "[t.x.y]  # behind\n",
            "  [u]\n",
            "  # of u\n  [u.v]\n",
            "[[w]]\n",
            "[w.x]\n",
            "[[w.y]]\n",
            "[\"t\" . 'x']\n",
            '["a.b"]\n',
            "x = 1\n",
            "x.y = 2\n",
            "y = [\n  1, # one ]\n  # [t]\n  [2, 3],\n]\n",
            "z = {a = 1, 'b' = [1]}\n",
            's = """\n[t]\n# "no" \\"""\n"""\n',
            "r = '''\n[t]\n# it's'''\n",
            "d = 2026-01-02T00:00:00Z\n",
            "e = 'ü # [t]'\n",
        ],
        ("t", "x", "w", "a", "y", "u"),
        ["[t\n", "x = [\n", "]\n", '"""\n', "x = '\n", "[[t]\n", "\f\n", "= 1\n", "[]\n", 'a = """"\n', "z"],
    ),
}


INI = [
    "a = 1\n",
    "\n",
    "# a comment\n",
    "; another\n",
    "  # a deeper comment\n",
    "[s]\n",
    "[s.x]  ; behind\n",
    "[t]\n",
    "  [u]\n",
    "x: 1\n",
    "y =\n  1\n\n  [t]\n  2\n",
    'z = "a # b" # c\n',
    "    w = 1\n",
    "v = 1 \\\n",
    "bare\n",
    "q = %(a)s %(x)s\n",
]
PIECES["a.json"] = (
    (json.JsonSyntax, json_large.build),
    ['"a": 1', ",", '"t": {"x": [1]}', ', "b": {}', "1", "\n", "{}", '"x": 1,'],
    ("a", "t", "x", "t.x", "b"),
    ["{", "]", ",", ":", '"', "x", "// c\n", "/* c */", "NaN", "\f", "\ufeff", "\\"],
)
for each in ("a.ini", "setup.cfg", ".gitconfig"):
    PIECES[each] = (
        (ini.IniSyntax, ini_parts.build),
        INI,
        ("s", "t", "x", "a", "y", "u"),
        ["[s\n", "= 1\n", "]\n", "\f\n", "[]\n", "#!x\n", "z"],
    )


@pytest.fixture(scope="module", autouse=True)
def _few_lines_together():
    """Scan a few characters of JSON together, so that a file of a few lines has many such pieces."""
    known, json_large._CHUNK = json_large._CHUNK, 5
    yield
    json_large._CHUNK = known


def texts(path, odd=True):
    _, pieces, _, bad = PIECES[path]
    if path == "a.json":
        return values(odd)
    return st.lists(st.sampled_from(pieces * 3 + (bad if odd else [])), max_size=14).map("".join)


@st.composite
def values(draw, odd):
    """A JSON text, with some of it taken out or put in where it is to be no good."""
    names = st.sampled_from(["a", "b", "t", "x", "t.x", "", "$ref", 'q\\"x": ', "{"])
    plain = st.sampled_from(
        [
            "1",
            "-2.5e3",
            "true",
            "null",
            '"s"',
            '"#/a"',
            '"#/t/x"',
            '"a, [x"',
            '"\\\\"',
            '"\\"t\\":"',
            "{}",
            "[\n]",
            '"ü"',
        ]
    )
    gaps = st.sampled_from(["", " ", "\n", "\n  ", "\n\n"])

    def listed(inner):
        lists = st.lists(st.tuples(gaps, inner, gaps).map("".join), max_size=3)
        members = st.lists(st.tuples(gaps, names, gaps, inner, gaps), max_size=4)
        return lists.map(lambda rows: f"[{','.join(rows)}]") | members.map(
            lambda rows: (
                "{" + ",".join(f'{a}"{name}"{b}:{b}{value}{c}' for a, name, b, value, c in rows) + "}"
            )
        )

    text = draw(gaps) + draw(st.recursive(plain, listed, max_leaves=12)) + draw(gaps)
    for _ in range(draw(st.integers(0, 2)) if odd else 0):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(PIECES["a.json"][3])) + text[at + draw(st.integers(0, 2)) :]
    return text


def both(path, text):
    source, language = SourceFile(path, text.encode("utf-8", "surrogateescape")), language_of(path)
    whole, parts = PIECES[path][0]
    return whole(source, language), parts(source, language)


def compare(path, whole, parts, spans, offsets):
    text, plain = whole.source.text, not whole.faults()
    assert list(parts.definitions()) == list(whole.definitions())
    assert list(parts.outer_definitions()) == list(whole.outer_definitions())
    assert list(parts.sections()) == list(whole.sections())
    assert list(parts.items()) == list(whole.items())
    for span in spans:
        for extent in EXTENTS if plain else ():
            assert parts.confirm(span, extent) == whole.confirm(span, extent), extent
        for name in SPANS:
            assert getattr(parts, name)(span) == getattr(whole, name)(span), name
        assert list(parts.definitions_touching([span])) == list(whole.definitions_touching([span]))
        assert list(parts.outer_definitions(span)) == list(whole.outer_definitions(span))
        assert list(parts.meanings([span])) == list(whole.meanings([span]))
        assert parts.lexis.comments(span) == whole.lexis.comments(span)
        assert parts.lexis.strings(span) == whole.lexis.strings(span)
        mask, masked = parts.lexis.mask, whole.lexis.masked
        assert mask[span.start : span.end] == masked[span.start : span.end]
        brackets = whole.lexis.code_brackets(span.start, span.end)
        assert parts.lexis.code_brackets(span.start, span.end) == brackets
    for offset in offsets:
        assert parts.lexis.inside(offset) == whole.lexis.inside(offset)
        assert parts.definition_around(offset) == whole.definition_around(offset)
        if offset < len(text):
            assert parts.lexis.kind_at(offset) == whole.lexis.kind_at(offset)
            assert parts.lexis.skip_at(offset) == whole.lexis.skip_at(offset)
            assert parts.lined_up(offset) == whole.lined_up(offset)
            assert parts.attached_start(offset) == whole.attached_start(offset)
            if text[offset] in "([{" and whole.lexis.is_code(offset):
                assert parts.lexis.closer_of(offset) == whole.lexis.closer_of(offset)
    for name in PIECES[path][2]:
        assert list(parts.definitions_called(name)) == list(whole.definitions_called(name))
        assert {d for d in whole.definitions() if name in d.name} <= set(parts.definitions_with(name))


def places(whole, seed, number=6):
    """Spans and offsets of a file: anywhere, at lines, whole lines, whole definitions."""
    source, chance = whole.source, random.Random(seed)
    size, lines = len(source.text), source.line_count
    offsets = [chance.randrange(size + 1) for _ in range(number)]
    offsets += [source.line_start(chance.randrange(1, lines + 1)) for _ in range(number)]
    ends = sorted(chance.sample(offsets * 2, len(offsets)))
    spans = [Span(a, b) for a, b in pairwise(ends) if a < b]
    for _ in range(number):
        first = chance.randrange(1, lines + 1)
        spans.append(source.span_of(LineRange(first, min(lines, first + chance.randrange(9)))))
    definitions = whole.definitions()
    spans += [d.span for d in definitions[:number]]
    spans += [Span(d.attached_start, d.span.end) for d in definitions[:number]]
    return spans, offsets + [span.start for span in spans] + [span.end for span in spans]


@pytest.mark.parametrize("path", PIECES)
@given(data=st.data(), seed=st.integers(0, 99))
def test_the_parts_answer_as_the_whole(path, data, seed):
    text = data.draw(texts(path))
    whole, parts = both(path, text)
    if text:
        compare(path, whole, parts, *places(whole, seed))


@st.composite
def changed(draw, path, odd=True):
    """A text, and changes of it at sorted places that are apart."""
    text = draw(texts(path, odd))
    pieces = ["", "", "", *PIECES[path][1], *(PIECES[path][3] if odd else [])]
    starts = [0, *(at + 1 for at, mark in enumerate(text) if mark == "\n")]
    place = (
        st.sampled_from(starts) if not odd else st.one_of(st.sampled_from(starts), st.integers(0, len(text)))
    )
    ends = sorted(draw(st.lists(place, min_size=2, max_size=6)))
    changes, last = [], -1
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        if start > last:
            changes.append((Span(start, end), draw(st.sampled_from(pieces))))
            last = end
    new, last = "", 0
    for span, piece in changes:
        new += text[last : span.start] + piece
        last = span.end
    return text, changes, new + text[last:]


@pytest.mark.parametrize("path", PIECES)
@given(data=st.data())
def test_the_parts_after_an_edit_are_those_of_a_fresh_look(path, data):
    text, changes, new = data.draw(changed(path))
    (_, before), (whole, after), (_, fresh) = both(path, text), both(path, new), both(path, new)
    after.follow(before, changes)
    if isinstance(after, PartedSyntax) and after.parts is not None:
        assert fresh.parts is not None
        assert after.parts.outline.starts == fresh.parts.outline.starts
        for number, origin in enumerate(after.parts.outline.origins):
            if origin >= 0:
                old, now = before.parts.of(origin, origin), after.parts.of(number, number)
                assert old.syntax.source.data == now.syntax.source.data
    assert list(after.definitions()) == list(whole.definitions())
    assert list(after.sections()) == list(whole.sections())


def spans_after(changes):
    """The changes' places in the text after them."""
    found, shift = [], 0
    for span, piece in changes:
        found.append(Span(span.start + shift, span.start + shift + len(piece)))
        shift += len(piece) - len(span)
    return found


@pytest.mark.parametrize("path", PIECES)
@given(data=st.data())
def test_no_edit_breaks_a_file_unseen(path, data):
    text, changes, new = data.draw(changed(path, odd=data.draw(st.booleans())))
    (known, before), (whole, after) = both(path, text), both(path, new)
    after.follow(before, changes)
    found, states = after.fault_around(spans_after(changes)), True
    for (old, _), now in zip(changes, spans_after(changes), strict=True):
        states = states and before.edge_state(old.end) == after.edge_state(now.end)
    if not known.faults() and whole.faults():
        assert found is not None or not states
    if not whole.faults():
        assert found is None
