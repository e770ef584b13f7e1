"""A large Python file is looked at in parts; every answer is that of a look at all of it."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patcher.source import LineRange, SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.python import LARGE
from patcher.syntax.python.large import LargePython
from patcher.syntax.python.outline import outline_of
from patcher.syntax.python.syntax import PythonSyntax

PYTHON = language_of("a.py")
EXTENTS = ("definition", "statement", "entry", "from", "block", "marker", "branch", "import")

PIECES = [
    "import a, b as c\n",
    "from . import (\n    d,  # one\n    e,\n)\n",
    "\n",
    "\n\n",
    "# a comment\n",
    "    # a deeper comment\n",
    "x: int = {1: (2, [3])}\n",
    "x = [\n1,\n2,\n]\n",
    "y = '''a\ndef f():\n'''\n",
    'z = f"{x!r:>{y}} {x["k"]}"\n',
    "s = 'it' \"(\"  # )\n",
    "t = 1 + \\\n2\n",
    "# ends in a backslash \\\n",
    "def f(a, b=(1,)):\n    return a.g(b)\n",
    "async def g():\n    # inside\n    def inner():\n        pass\n",
    "@deco(\n    1\n)\n@other\ndef h(\n    a,\n):\n    '''doc'''\n",
    "@overload\ndef f(a): ...\n",
    "@other.deco(p, _m=f)\n# f\n@deco\nclass Q:\n    def p(self): return 'f'\n",
    "@deco(lambda f: [_m.x for x in f])\nasync def q(): a.x()\n",
    "class A(B):\n    _m = 1\n\n    @property\n    def p(self):\n        return self._m\n    @p.setter\n    def p(self, v): pass\n",
    "if x:\n    def k(): pass\nelif y:\n    pass\nelse:\n    z = 1; w = 2\n",
    "try:\n    f()\nexcept E as e:\n    pass\nfinally:\n    g()\n",
    "else:\n    pass\n",
    "match x:\n    case 1: pass\n",
    "print(f(x), y)\n",
    "é = 'ü'\n",
    "r'''raw\\'''\n",
    'd = """say " b"""\n',
    "e = f'''{x['a']} it\"s'''\n",
    'def m():\n    """It\'s one.\n\ndef not_one(): import a\n    """\n    f = "class A: p"\n',
    "def o():\n    class A:\n        _m = p = 1\n    import f; from a \\\n import x\n    return A\n",
    "def \\\n  p(): pass\n",
    "if x: \\\n import f\n",
    "x: int; _m = p\n",
    "z = f'{\nx  # it's\n}'\n",
    "def f(): pass; x = 1\\\n\n",
    "def f(): pass; x = 1;  \n",
    "a.f# it's about f\nbr = rb'#' + Rb\"it's\"; xf'' # '\n",
]
ODD = ["(\n", ")\n", "'''\n", "'open\n", "    indented = 1\n", "\f\n", "f'{'\n", "return = 1\n", "\\\n", "[(((((((1)))))))]\n", "x = 1"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES * 3 + ODD), max_size=14).map("".join)


def both(text, path="pkg/mod.py"):
    source = SourceFile(path, text.encode("utf-8", "surrogateescape"))
    return PythonSyntax(source, PYTHON), LargePython(source, PYTHON)


def compare(whole, parts, spans, offsets):
    text = whole.source.text
    assert list(parts.definitions()) == list(whole.definitions())
    assert list(parts.imports()) == list(whole.imports())
    assert list(parts.outer_definitions()) == list(whole.outer_definitions())
    for span in spans:
        for extent in EXTENTS:
            assert parts.confirm(span, extent) == whole.confirm(span, extent)
        for name in ("statement_at", "element_at", "body_at", "straddles"):
            assert getattr(parts, name)(span) == getattr(whole, name)(span), name
        assert list(parts.definitions_touching([span])) == list(whole.definitions_touching([span]))
        assert list(parts.outer_definitions(span)) == list(whole.outer_definitions(span))
        assert parts.faults_around([span]) == whole.faults_around([span])
        assert parts.lexis.comments(span) == whole.lexis.comments(span)
        assert parts.lexis.strings(span) == whole.lexis.strings(span)
        mask, masked = parts.lexis.mask, whole.lexis.masked
        assert mask[span.start : span.end] == masked[span.start : span.end]
        assert parts.lexis.first_code(span.start, span.end) == whole.lexis.first_code(span.start, span.end)
        assert parts.lexis.code_in(span) == whole.lexis.code_in(span)
        assert mask.find("#", span.start, span.end) == masked.find("#", span.start, span.end)
        assert parts.lexis.code_brackets(span.start, span.end) == whole.lexis.code_brackets(
            span.start, span.end
        )
    for offset in offsets:
        assert parts.edge_state(offset) == whole.edge_state(offset)
        assert parts.lexis.inside(offset) == whole.lexis.inside(offset)
        assert parts.definition_around(offset) == whole.definition_around(offset)
        if offset < len(text):
            assert parts.lexis.kind_at(offset) == whole.lexis.kind_at(offset)
            assert parts.lexis.skip_at(offset) == whole.lexis.skip_at(offset)
            held = whole.statement_at(Span(offset, offset + 1))
            assert whole.statement_span(offset) == (held.span if held is not None else None)
            assert parts.statement_span(offset) == whole.statement_span(offset)
            assert parts.attached_start(offset) == whole.attached_start(offset)
            assert parts.lexis.mask[offset] == whole.lexis.masked[offset]
            if text[offset] in "([{" and whole.lexis.is_code(offset):
                assert parts.lexis.closer_of(offset) == whole.lexis.closer_of(offset)
    for literal in ("f", "x", "a", "f(", "'", "= 1", "import a"):
        for span in [Span(0, len(text)), *spans]:
            tokens = parts.lexis.tokens_of(literal, span.start, span.end)
            assert list(tokens) == list(whole.lexis.tokens_of(literal, span.start, span.end))
    for name in ("f", "p", "_m", "x", "a", "deco", "other"):
        assert list(parts.uses_of(name)) == list(whole.uses_of(name))
        named = [d for d in whole.definitions() if d.name == name]
        assert set(named) <= set(parts.definitions_named({name}, set()))
        assert list(parts.definitions_called(name)) == named
        member = [d for d in whole.definitions() if d.name == f"A.{name}" and name.startswith("_")]
        assert set(member) <= set(parts.definitions_named(set(), {name}))
        holding = [d for d in whole.definitions() if name in d.name]
        assert set(holding) <= set(parts.definitions_with(name))
        outer = {d for d in holding if "." not in d.name}
        assert outer <= set(parts.definitions_with(name, outer=True))
        windows = parts.windows_with(name)
        if windows is not None:
            places = [i for i in range(len(text)) if text.startswith(name, i)]
            assert all(any(w.start <= i and i + len(name) <= w.end for w in windows) for i in places)


def places(source, seed, number=8):
    """Spans and offsets of a file: anywhere, at lines, whole lines, whole definitions."""
    chance = random.Random(seed)
    size, lines = len(source.text), source.line_count
    offsets = [chance.randrange(size + 1) for _ in range(number)]
    offsets += [source.line_start(chance.randrange(1, lines + 1)) for _ in range(number)]
    ends = sorted(chance.sample(offsets * 2, len(offsets)))
    spans = [Span(a, b) for a, b in pairwise(ends) if a < b]
    for _ in range(number):
        first = chance.randrange(1, lines + 1)
        spans.append(source.span_of(LineRange(first, min(lines, first + chance.randrange(9)))))
    definitions = PythonSyntax(source, PYTHON).definitions()
    spans += [d.span for d in definitions[:number]]
    spans += [Span(d.attached_start, d.span.end) for d in definitions[:number]]
    return spans, offsets + [span.start for span in spans] + [span.end for span in spans]


@given(text=TEXTS, seed=st.integers(0, 99))
@settings(deadline=None)
@example("def f():\n    pass\n    # deeper\n# above\n@d\ndef g(): pass\n", 1)
@example("#!x\n# coding: y\ndef f(): pass\n\n# coding: z\ndef g(): pass\n", 2)
@example("x = [\n1,\n]\ny = 1\n", 3)
@example("import a, b as c\n    indented = 1\n", 0)
@example("import a\nasync def g():\n    def inner():\n        pass\nelse:\n    pass\n", 0)
def test_the_parts_answer_as_the_whole(text, seed):
    whole, parts = both(text)
    if text:
        compare(whole, parts, *places(whole.source, seed))


@pytest.mark.parametrize(
    "name", ["spec/build.py", "syntax/model.py", "syntax/lexis.py", "edit/elements.py", "proof/orphans.py"]
)
def test_of_real_files_too(name):
    text = (Path(__file__).parent.parent / "patcher" / name).read_text()
    whole, parts = both(text)
    assert outline_of(text) is not None
    compare(whole, parts, *places(whole.source, 5, 30))


CHANGES = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 60), st.sampled_from(["", "", *PIECES, *ODD, "#", "    "]), st.booleans()),
    min_size=1,
    max_size=4,
)  # fmt: skip


def changed(text, changes):
    """A text after changes at sorted places that are apart, and the changes as spans."""
    made, parts, position = [], [], 0
    for at, length, new, lines in sorted(changes):
        start, end = min(at, len(text)), min(at + length, len(text))
        if lines:
            start = text.rfind("\n", 0, start) + 1
            end = (text.find("\n", end) + 1) or len(text)
        if start < position or (made and start == position):
            continue
        parts += [text[position:start], new]
        position = end
        made.append((Span(start, end), new))
    return "".join([*parts, text[position:]]), made


@given(text=TEXTS, changes=CHANGES, seed=st.integers(0, 99))
@settings(deadline=None)
def test_a_file_that_came_of_another_is_seen_as_if_it_stood_alone(text, changes, seed):
    before = LargePython(SourceFile("a.py", text.encode()), PYTHON)
    new, made = changed(text, changes)
    source = SourceFile("a.py", new.encode())
    after, fresh = LargePython(source, PYTHON), LargePython(source, PYTHON)
    after.follow(before, made)
    if after._windows is not None:
        assert fresh._windows is not None
        followed, alone = after._windows.blocks, fresh._windows.blocks
        assert followed.outline.starts == alone.outline.starts
        assert followed.outline.plain == alone.outline.plain
        assert after._heads is not None
        assert fresh._heads is not None
        assert after._heads._outer == fresh._heads._outer
        assert after._heads.apart == fresh._heads.apart
        numbers = range(len(alone.outline))
        assert [followed.code_end(n) for n in numbers] == [alone.code_end(n) for n in numbers]
        for new_number, old in enumerate(followed.outline.origins):
            if old >= 0:
                assert before._windows is not None
                known = before._windows.unit(old), after._windows.unit(new_number)
                assert known[0].text == known[1].text
    assert list(after.definitions()) == list(fresh.definitions())
    assert list(after.imports()) == list(fresh.imports())
    whole = PythonSyntax(source, PYTHON)
    spans = [Span(min(s.start, len(new)), min(s.start + len(t), len(new))) for s, t in made]
    touched = [span for span in spans if span]
    for one in after.faults_around(touched):
        assert one in whole.faults_around(touched)


@pytest.mark.parametrize(
    "body",
    [
        "    class A:\n        x = 1\n",
        "    x = 1\n\tasync  def g(): pass\n",
        "    async \\\n    def g(): pass\n",
        "    if a:\n        '''\n        def h(): pass\n        '''\n        def g(): pass\n",
    ],
    ids=[
        "a class at once",
        "a function by a tab",
        "a line that goes on",
        "one in a string and one behind it",
    ],
)
def test_what_is_defined_in_a_function_is_seen(body):
    whole, parts = both(f"import a\n\n\ndef f():\n{body}\n\ndef last(): pass\n")
    assert len(list(whole.definitions())) > 2
    assert list(parts.definitions()) == list(whole.definitions())


def test_statements_that_do_not_change_are_not_parsed_again():
    text = "".join(f"def f{i}():\n    return {i}\n\n\n" for i in range(5))
    before = LargePython(SourceFile("a.py", text.encode()), PYTHON)
    start, end = text.index("def f2"), text.index("def f3")
    after = LargePython(SourceFile("a.py", (text[:start] + text[end:]).encode()), PYTHON)
    after.follow(before, [(Span(start, end), "")])
    assert list(after._around([Span(start, start)])) == []
    broken = text[:start] + "def f2(:\n" + text[end:]
    after = LargePython(SourceFile("a.py", broken.encode()), PYTHON)
    after.follow(before, [(Span(start, end), "def f2(:\n")])
    assert after.faults_around([Span(start, start + 9)])


def test_only_large_files_are_looked_at_in_parts():
    small = syntax_of(SourceFile("a.py", b"x = 1\n"), PYTHON)
    large = syntax_of(SourceFile("a.py", b"x = 1\n" * (LARGE // 6 + 1)), PYTHON)
    assert (type(small), type(large)) == (PythonSyntax, LargePython)


@pytest.mark.parametrize("quotes", ['"""', "'''"])
@pytest.mark.parametrize("within", ["it{}s", "# it{}s", "{} + "])
def test_code_behind_a_long_string_that_ends_on_its_line(quotes, within):
    other = "'" if quotes == '"""' else '"'
    text = f"x = {quotes}\n{within.format(other)} {quotes} + T.update(1)\n"
    text += f"y = {quotes}\n{within.format(other)} T.update(\n{quotes}\n"
    whole, parts = both(text)
    for syntax in (parts, whole):
        assert list(syntax.lexis.tokens_of("T.update(", 0, len(text))) == [text.index("T.update(")]
