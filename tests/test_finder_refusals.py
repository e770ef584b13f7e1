"""What a refused anchor is told: tables of misses and of candidates with what picks each."""

import pytest

from patcher.errors import Refusal
from patcher.finder import locate_edit
from patcher.finder.differences import differing
from patcher.finder.expected import not_as_expected
from patcher.source import SourceFile
from patcher.spec import compile_pattern, parse_plan
from patcher.spec.writing import flow, literally, quoted
from patcher.syntax import language_of, syntax_of

HEAD = "patcher: 1\nplan: p\ntitle: t\nsteps:\n  - id: a\n    subject: s\n    edits:\n      - file: m.py\n"


def edit_of(text):
    return parse_plan((HEAD + f"        {text}\n").encode(), "p.yaml").steps[0].edits[0]


def files_of(text, path="m.py"):
    return [syntax_of(SourceFile(path, text.encode()), language_of(path))]


def refused(keys, text, path="m.py"):
    with pytest.raises(Refusal) as caught:
        locate_edit(edit_of(keys), files_of(text, path))
    (problem,) = caught.value.problems
    return problem


TWINS = """\
class A:
    def run(self):
        x = 1
        return x

    def stop(self):
        x = 1
        return None


def run():
    x = 1
    x = 1
    x = 1  # last
"""


def test_each_candidate_has_the_shortest_keys_that_pick_it():
    problem = refused("delete: {line: 'x = 1'}", TWINS)
    assert [(c.first_line, c.offer) for c in problem.candidates] == [
        (3, "within: {definition: A.run}"),
        (7, "within: {definition: A.stop}"),
        (12, "nth: 3"),
        (13, "nth: 4"),
        (14, "matching: last"),
    ]


@pytest.mark.parametrize(
    "keys",
    [
        "line: 'x = 1'",
        "text: 'x ='",
        "statement: x",
        "definition: '.*'",
        "from: 'def ', until: '^$'",
        "block: 'def '",
        "line: 'x', within: {definition: run}",
        "line: 'x', except: last",
        "comment: '#'",
    ],
)
def test_every_offer_picks_its_candidate_and_no_other(keys):
    text = TWINS + "\n\ndef tail():\n    pass  # last\n\n"
    problem = refused(f"delete: {{{keys}}}", text)
    assert len(problem.candidates) > 1
    for candidate in problem.candidates:
        pasted = merged(keys, candidate.offer)
        (first, *parts) = locate_edit(edit_of(f"delete: {{{pasted}}}"), files_of(text))
        assert all(part.part for part in parts), pasted
        assert (first.lines.first_line, first.lines.last_line) == (candidate.first_line, candidate.last_line)


def merged(keys, offer):
    """Return the keys of a selector with those of an offer, which replace what has the same name."""
    import yaml

    known, more = yaml.safe_load("{" + keys + "}"), yaml.safe_load("{" + offer + "}")
    if not more.keys() & {*known, "within", "matching", "except", "nth"}:
        known = {}  # another extent
    return flow(known | more)[1:-1]


def test_twins_have_only_their_number():
    problem = refused("delete: {line: a}", "a\na\n", "m.txt")
    assert [c.offer for c in problem.candidates] == ["nth: 1", "nth: 2"]


def test_offers_end_after_a_dozen_candidates():
    problem = refused("delete: {line: a}", "a\n" * 40, "m.txt")
    assert [bool(c.offer) for c in problem.candidates] == [True] * 12 + [False] * 28


def test_within_that_selects_several_is_narrowed_itself():
    problem = refused("delete: {line: x, within: {definition: '.*run'}}", TWINS)
    assert problem.code == "within-not-one"
    assert [c.offer for c in problem.candidates] == ["definition: A.run", "definition: run"]


def test_candidates_of_a_hint_are_ranked_with_their_distance():
    problem = refused("delete: {line: 'x = 1'}\n        near: 5", TWINS)
    assert problem.message == "`near: 5` does not decide: the nearest two are 2 and 2 lines away"
    assert [(c.first_line, c.note) for c in problem.candidates] == [
        (3, "2 lines away"),
        (7, "2 lines away"),
        (12, "7 lines away"),
        (13, "8 lines away"),
        (14, "9 lines away"),
    ]


def test_a_hint_means_the_candidate_on_its_line_and_not_those_that_touch_it():
    edit = edit_of("delete: {line: 'x = 1'}\n        near: 2")
    (located,) = locate_edit(edit, files_of("x = 1\nx = 1\nx = 1\n"))
    assert located.lines.first_line == 2


MISSES = [
    pytest.param("line: 'f(x)'", "f(x)\n", "read literally", r"line: 'f\(x\)'", id="a pattern meant literally"),
    pytest.param("line: 'f(\\*x)'", "f(*x)\n", "read literally", r"line: 'f\(\*x\)'", id="half escaped"),
    pytest.param("definition: a.b", "a.b = 1\n", "no `definition` has it, but it stands there", "statement: a.b", id="no definition"),
    pytest.param("comment: seen", "seen = 1\n", "no `comment` has it, but it stands there", "definition: seen", id="no comment"),
    pytest.param("from: {comment: seen}, through: y", "seen = 1\ny = 2\n", "no `comment` has it, but it stands there", "definition: seen", id="no comment to begin at"),
    pytest.param("branch: '^ +else'", "if a:\n    b()\nelse:\n    c()\n", "begins at its first word", "branch: '^else'", id="blanks before a header"),
    pytest.param("line: '^y = 1'", "if x:\n    y = 1\n", "indented", r"line: '^\s*y = 1'", id="an indented line"),
    pytest.param("line: 'Value'", "value = 1\n", "other capitals", "line: '(?i)Value'", id="other capitals"),
    pytest.param("line: 'a = 1'", "a  =  1\n", "white space", r"line: 'a\s+=\s+1'", id="other white space"),
    pytest.param("definition: close", "class A:\n    def close(self): pass\n", "did you mean `A.close`", "definition: A.close", id="a member's whole name"),
    pytest.param("definition: handlers", "def handler(): pass\n", "did you mean `handler`", "definition: handler", id="a misspelt name"),
    pytest.param("import: o.path", "import os.path\n", "did you mean `os.path`", "import: os.path", id="a misspelt import"),
    pytest.param("line: x, within: {definition: f}", "x = 1\ndef f(): pass\n", "outside of what `within`", None, id="outside of within"),
    pytest.param("line: x, within: {definition: ff}", "def f():\n    x = 1\n", "`within` selects nothing there; did you mean `f`?", None, id="within selects nothing"),
    pytest.param("line: x, matching: y", "x = 1\n", "`matching` leaves nothing of the 1 range", None, id="matching drops it"),
    pytest.param("line: x, except: x", "x = 1\n", "`except` leaves nothing", None, id="except drops it"),
    pytest.param("line: x, matching: y, except: x", "x = y\nx\n", "`except` leaves nothing", None, id="both drop it"),
    pytest.param("line: x, nth: 3", "x = 1\n", "`nth` leaves nothing", None, id="nth is past the last"),
    pytest.param("line: migrate_everything", "x = 1\n", "no `migrate_everything` is left there", "optional: true", id="perhaps gone"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "text", "hint", "offer"), MISSES)
def test_a_miss_says_what_was_meant(keys, text, hint, offer):
    problem = refused(f"delete: {{{keys}}}", text)
    assert problem.code == "anchor-not-found"
    assert hint in problem.hint
    assert [o.text for o in problem.offers] == ([offer] if offer else [])


@pytest.mark.parametrize(
    ("keys", "text", "offer"),
    [p.values[:2] + p.values[3:] for p in MISSES if p.values[3] not in (None, "optional: true")],
)
def test_the_other_reading_finds_something(keys, text, offer):
    assert locate_edit(edit_of(f"delete: {{{merged(keys, offer)}}}\n        count: any"), files_of(text))


def test_a_replacement_that_stands_there_is_done():
    problem = refused(
        "replace: {line: 'old_value = 1'}\n        with: new_value = compute()", "\tnew_value = compute()\n"
    )
    assert problem.hint.startswith("it is already done")
    assert [(c.first_line, c.note) for c in problem.candidates] == [(1, "stands there already")]


def test_short_text_that_stands_there_may_be_chance():
    problem = refused("replace: {line: 'old_value'}\n        with: pass", "def f():\n    pass\n")
    assert problem.hint.startswith("it may be done already")


def test_removes_that_nothing_defines_is_a_sign_that_it_is_gone():
    problem = refused("delete: {line: 'zzz'}\n        removes: [gone]", "x = 1\n")
    assert "nothing of `removes` is defined there" in problem.hint


def test_a_far_spelling_is_shown_and_not_offered():
    problem = refused("delete: {statement: 'import sys'}", "import os\n")
    assert [c.text for c in problem.candidates] == ["import os"]
    assert not problem.offers


@pytest.mark.parametrize(
    ("wanted", "there", "marked", "note"),
    [
        pytest.param("run_all", "run_any", ["any"], "the plan has `all`", id="one word of a name"),
        pytest.param("f(a, c)", "x = f(a, b)  # y", ["b"], "the plan has `c`", id="in the middle of a line"),
        pytest.param("a.b", "a.b", [], None, id="nothing"),
        pytest.param("run(self)", "def run(self, x):", [", x"], "not in the plan", id="more than was sought"),
        pytest.param("x = old", "x = new", ["new"], "the plan has `old`", id="at the end"),
        pytest.param("old = x", "new = x", ["new"], "the plan has `old`", id="at the start"),
    ],
)
def test_what_differs_is_marked(wanted, there, marked, note):
    marks, said = differing(wanted, there)
    assert [there[start:end] for start, end in marks] == marked
    assert said == note


@pytest.mark.parametrize(
    "text", ["a(b)[c] {d}", "a\tb\n", "x|y", "\\d^$", "café", "\u202e", "a\udcffb", "# - & ~ --", "[[a]]&&"]
)
def test_a_literal_pattern_matches_its_text_alone(text):
    pattern = literally(text)
    assert pattern.isprintable()
    assert compile_pattern(pattern).fullmatch(text)
    assert not compile_pattern(pattern).fullmatch(text + "x")


@pytest.mark.parametrize(
    "text", ["a: b", "it's", "no", "1", "- x", "a.b", "{x}", "#", "", "a/b-c", "'", "x: 'y'"]
)
def test_what_is_written_is_read_back(text):
    import yaml

    assert yaml.safe_load(quoted(text)) == text
    assert yaml.safe_load(flow({"k": [text, {"n": 3}]})) == {"k": [text, {"n": 3}]}


def test_no_offer_is_sought_where_the_plan_holds(monkeypatch):
    import patcher.finder.narrowing as narrowing

    monkeypatch.setattr(narrowing, "offered", lambda *_: pytest.fail("looked for"))
    (found,) = locate_edit(edit_of("delete: {line: '# last'}"), files_of(TWINS))
    assert found.lines.first_line == 14


@pytest.mark.parametrize(
    ("keys", "hint"),
    [
        ("last: two", "line 4 is a blank line of the range, and line 3 the last with text; "),
        ("first: zero", None),
    ],
)
def test_a_blank_line_that_an_expectation_meets_is_said_to_be_one(keys, hint):
    files = files_of("# One\n\ntwo\n\n# Three\n", "m.md")
    edit = edit_of(f"delete: {{section: One}}\n        expect: {{{keys}}}")
    (located,) = locate_edit(edit, files)
    (problem,) = not_as_expected(files[0].source, located, edit.expect, edit.place)
    assert problem.hint == (f"{hint}what a blank line matches is '^$'" if hint else None)


def test_what_stands_in_an_arm_that_is_not_read_is_said_to_and_offered_as_a_line():
    text = "int f(void)\n{\n#ifdef A\n    int b[] = {one, two};\n    if (a) {\n#else\n    if (b) {\n#endif\n    }\n}\n"
    problem = refused("delete: {entry: two}", text, "m.c")
    assert "in an arm of `#if` that is not read" in problem.hint
    assert [offer.text for offer in problem.offers] == ["line: two"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("statement: gone", "searched in m.sh, 4 lines; as shell, line 4 is not understood: "),
        ("line: gone", "searched in m.sh, 4 lines"),
    ],
)
def test_a_search_for_constructs_says_that_a_file_is_not_understood(keys, told):
    text = "x=1\nif a; then\n  b\nfi fi\n"
    problem = refused(f"delete: {{{keys}}}", text, "m.sh")
    assert problem.label.startswith(told)
    assert ("not understood" in problem.label) == ("not understood" in told)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("#!/bin/bash -e", "language: shell"),
        ("#! /usr/bin/env -S sh", "language: shell"),
        ("#!/usr/bin/python3.11", "language: python"),
        ("#!/usr/bin/env node", "language: javascript"),
        ("#!/usr/bin/env", "language:"),
        ("#!/usr/bin/tclsh8.6", "language:"),
        ("# bash", "language:"),
    ],
)
def test_a_program_of_the_first_line_tells_the_language_to_add(first, said):
    problem = refused("delete: {statement: drain}", first + "\ndrain x\n", "tool")
    assert problem.code == "language-unknown"
    assert problem.hint.endswith(f"or add `{said}`")


def test_the_language_that_a_first_line_tells_can_be_added():
    (located,) = locate_edit(
        edit_of("delete: {statement: drain, language: shell}"),
        [syntax_of(SourceFile("tool", b"#!/bin/sh\ndrain x\nfill y\n"), language_of("tool", "shell"))],
    )
    assert (located.lines.first_line, located.lines.last_line) == (2, 2)
