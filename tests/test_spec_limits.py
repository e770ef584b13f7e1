"""Plans of legal size that are built to be slow or large: what is refused, what is shown, what stays cheap."""

import pytest

from patcher.errors import PlanError
from patcher.report.frames import render_problems
from patcher.spec import parse_plan
from patcher.spec.nodes import MOST_BYTES, MOST_NODES, MOST_PROBLEMS
from patcher.spec.patterns import MOST_PARTS, BadPattern, PatternCheck, compile_pattern, count_parts

HEAD = "patcher: 1\nplan: p\ntitle: T\n"
STEP = "steps:\n  - id: a\n    subject: x\n    edits:\n"


def problems(text):
    with pytest.raises(PlanError) as caught:
        parse_plan(text.encode(), "p.yaml")
    return caught.value.problems


PARTS = [
    pytest.param("abc", 3, id="characters"),
    pytest.param("a{1000}", 1000, id="a character repeated"),
    pytest.param("(?:a{1000}){1000}", 1_000_000, id="a group repeated"),
    pytest.param("(?:ab|cd){500}", 2_000, id="alternatives repeated"),
    pytest.param(r"[(]{9}(?:a{1000}){1000}[)]", 1_000_000, id="brackets in sets"),
    pytest.param(r"\((?:a{1000}){1000}\)", 1_000_000, id="escaped brackets"),
    pytest.param("(?x)(?: a{1000} # )(\n ){1000}", 1_000_000, id="brackets in a comment"),
    pytest.param("(?:[[a]()b]{1000}){1000}", 1_000_000, id="brackets in a set of sets"),
    pytest.param("(?:a{1000}){1000,}", 1_000_000, id="at least so often"),
    pytest.param("((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}", 9**11, id="small counts, eleven deep"),
    pytest.param("(?:a{1000})++(?:b{99999999999999999999})", 10**9, id="a count beyond all numbers"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "least"), PARTS)
def test_repeats_are_counted_as_the_compiler_writes_them_out(pattern, least):
    assert count_parts(pattern) >= least
    if least > MOST_PARTS:
        with pytest.raises(BadPattern, match=r"parts, 20,000 at most"):
            compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "a{0,60000}",
        "(?:a{0,1000}b){0,1000}",
        r"^ {4}def \w+\((?:[^()]|\n){0,4000}\):",
        r"\{1000}\{1000}",
        r"^.{40}\[.{40}\[.{40}$",
        "(?x) a{3} # (first\n b{4} # second)\n",
    ],
)
def test_patterns_of_daily_life_are_small(pattern):
    assert count_parts(pattern) < MOST_PARTS
    compile_pattern(pattern)


ALIKE = [
    pytest.param(r"^def (foo|bar)_12\w+\(", r"^def (one|two)_4\w+\(", True, id="words"),
    pytest.param("[a-z]x", "[b-z]x", False, id="sets"),
    pytest.param("a{2}", "a{3}", False, id="counts"),
    pytest.param("(?P<a>x)", "(?P<b>x)", False, id="names of groups"),
    pytest.param(r"\bfoo", r"\wfoo", False, id="escapes"),
]


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_patterns_that_differ_in_words_alone_are_compiled_once(one, other, alike, monkeypatch):
    compiled = []
    monkeypatch.setattr("patcher.spec.patterns.compile_pattern", compiled.append)
    check = PatternCheck()
    for pattern in (one, other, one):
        check.check(pattern)
    assert compiled == ([one] if alike else [one, other])


@pytest.mark.parametrize(
    "bad", ["(foo", "foo)", "[z-a]", r"\g<foo>", "foo{2,1}", "*foo", "(?P=foo)", r"\N{foo}", r"(?Zfoo)"]
)
def test_no_bad_pattern_hides_behind_a_good_one(bad):
    check = PatternCheck()
    for good in ("foo", "(foo)", "[a-z]", r"(?P<foo>a)\g<foo>", "foo{1,2}", "(?i:foo)"):
        check.check(good)
    with pytest.raises(BadPattern):
        check.check(bad)


def test_the_patterns_of_a_plan_have_a_size_together():
    edits = "".join(f"      - delete: {{line: '[a-z]{{9999}}{i}(?i)'}}\n        file: a\n" for i in range(30))
    found = problems(HEAD + STEP + edits)
    assert found
    assert all("more than 200,000 parts together" in each.message for each in found)


DEAR = [
    pytest.param("(?i)[{}]", 500, id="sets of letters of both cases"),
    pytest.param("[a{}]b", 5000, id="many small patterns"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "count"), DEAR)
def test_patterns_are_counted_by_what_compiling_them_takes(pattern, count, monkeypatch):
    compiled = []
    monkeypatch.setattr("patcher.spec.patterns.compile_pattern", compiled.append)
    check = PatternCheck()
    patterns = (
        pattern.format(
            "".join(chr(0x4E00 + number * 7 + at) for at in range(60)) if "i" in pattern else number
        )
        for number in range(count)
    )
    with pytest.raises(BadPattern, match="200,000 parts together"):
        list(map(check.check, patterns))
    assert len(compiled) > count * 0.6


MANY = [
    pytest.param("k{}: 1\n", "unknown-key", id="unknown keys"),
    pytest.param("a: {{b: 1, b: {}}}\n", "duplicate-key", id="keys twice"),
    pytest.param("k{}: &a [*a, !t x]\n", "yaml-feature", id="anchors, aliases and tags"),
    pytest.param("k{}: \u2028\n", "yaml-character", id="characters"),
]


@pytest.mark.parametrize(("row", "code"), MANY)
def test_errors_without_end_are_cut_and_said_to_be(row, code):
    text = HEAD + "".join(row.format(i) for i in range(9000))
    found = problems(text)
    assert len(found) == MOST_PROBLEMS + 1
    assert {each.code for each in found[:-1]} >= {code}
    assert found[-1].code == "yaml-limit"
    assert len(render_problems(found, {"p.yaml": text}).encode()) < 300_000


VALUES = [
    pytest.param("steps: {}\n", id="of a key"),
    pytest.param("date: {}\nsteps: []\n", id="of a date"),
    pytest.param(STEP + "      - delete: {{line: '({}'}}\n        file: a\n", id="of a pattern"),
    pytest.param(STEP + "      - delete: {{line: a}}\n        file: '/{}'\n", id="of a path"),
    pytest.param(STEP + "      - delete: {{line: a}}\n        file: a\n        count: {}\n", id="of a number"),
    pytest.param("{}: 1\n", id="as a key in quotes"),
]  # fmt: skip


@pytest.mark.parametrize("shape", VALUES)
def test_an_error_does_not_say_a_megabyte_back(shape):
    text = HEAD + shape.format("7" * (900 if shape.startswith("{") else 900_000))
    assert len(text) < MOST_BYTES
    for each in problems(text):
        assert len(each.message) < 1000
    assert len(render_problems(problems(text), {"p.yaml": text})) < 8000


def test_a_group_that_is_no_number_is_told():
    for name in ("\N{SUPERSCRIPT TWO}", "9" * 5000):
        edit = f"      - replace: {{line: '(a)'}}\n        with: '\\g<{name}>'\n        file: a\n"
        assert [each.code for each in problems(HEAD + STEP + edit)] == ["bad-value"]


def test_the_first_row_of_a_body_below_blank_rows_is_a_header_to_git():
    body = "    body: |\n\n\n      Subject: x\n      Subject: y\n"
    text = HEAD + "steps:\n  - id: a\n    subject: x\n" + body + "    edits:\n      - delete_files: [a]\n"
    found = problems(text)
    assert [each.code for each in found] == ["message-would-change"]


@pytest.mark.parametrize("element", ["a", "[]", "a: "])
def test_a_plan_of_a_megabyte_of_small_things_is_refused_by_name(element):
    (problem,) = problems(f"{HEAD}steps: [{f'{element},' * (MOST_BYTES // 5)}]")
    assert (problem.code, problem.plan.line) == ("yaml-limit", 4)
    assert "200,000" in problem.message


def test_as_many_things_as_may_be_are_read():
    count = MOST_NODES - 10  # the plan itself, its keys and values, and the list
    assert {problem.code for problem in problems(f"{HEAD}steps: [{'a,' * count}]")} == {
        "wrong-type",
        "yaml-limit",
    }
    assert "errors or more" in problems(f"{HEAD}steps: [{'a,' * count}]")[-1].message
