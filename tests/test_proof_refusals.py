"""What the proof and the edit stage offer for a wrong cut: each offer, pasted, makes the plan hold."""

import pytest

from patcher import PatcherError, load_plan, locate

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nsteps:\n  - id: a\n    subject: s\n    edits:\n"

TEXT = """\
import os

TABLE = [
    "one",
    "two",
]


def helper():
    return 1


@decorated
def second():
    if os.name:
        x = 1
        y = 2
    return 2


class Empty:
    def only(self):
        return None
"""


def run(folder, edit, text=TEXT, path="m.py"):
    (folder / path).write_text(text, encoding="utf-8")
    indented = edit.replace("\n", "\n            ")
    (folder / "p.yaml").write_text(
        f"{HEAD}      - file: {path}\n        edits:\n          - {indented}\n", encoding="utf-8"
    )
    return locate(load_plan(folder / "p.yaml"), folder, plain=True)


def refused(folder, edit, *rest):
    with pytest.raises(PatcherError) as caught:
        run(folder, edit, *rest)
    return caught.value.problems


CASES = [
    pytest.param("delete: {line: 'if os.name'}", "cut-across-node", 3, id="a header without its body"),
    pytest.param("delete: {from: 'def helper', through: 'def second'}\nremoves: [helper]", "cut-across-node", 2, id="a range that ends in a header"),
    pytest.param("delete: {text: '\"two\"'}", "no-longer-parses", 2, id="an element without its comma"),
    pytest.param("delete: {definition: Empty.only}", "emptied-body", 2, id="an emptied body"),
    pytest.param("delete: {from: 'def helper', until: 'class'}", "unasked-removal", 1, id="swallowed definitions"),
    pytest.param("delete: {from: 'os.name', until: 'class'}", "emptied-body", 1, id="a range that begins inside"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "code", "least"), CASES)
def test_what_is_offered_holds(edit, code, least, tmp_path):
    problems = refused(tmp_path, edit)
    assert [problem.code for problem in problems] == [code]
    offers = [offer.text for offer in problems[0].offers if not offer.text.startswith("allow")]
    assert len(offers) >= least
    for offer in offers:
        pasted = f"{edit}\n{offer}"
        if offer.startswith(("delete", "unwrap")):
            keep = [line for line in edit.split("\n")[1:] if "from" in offer]
            pasted = "\n".join([offer, *keep])
        assert run(tmp_path, pasted).steps, pasted


@pytest.mark.parametrize(("edit", "code", "least"), CASES)
def test_the_target_is_drawn(edit, code, least, tmp_path):
    (excerpt,) = refused(tmp_path, edit)[0].excerpts
    assert excerpt.file == "m.py"
    assert {mark.sign for mark in excerpt.marks} & {"-", "^"}
    assert all(0 < line <= TEXT.count("\n") for line, _ in excerpt.lines)


def test_an_accepted_cut_is_still_held_to_parsing(tmp_path):
    edit = "delete: {line: 'if os.name'}\nallow: [cut-across-node]"
    assert [p.code for p in refused(tmp_path, edit)] == ["no-longer-parses"]


RUST = """\
fn start() {
    one();
    // Only there.
    #[cfg(feature = "old")]
    two();
    three();
}
"""


@pytest.mark.parametrize("edit", ["delete: {statement: two}", "delete: {line: 'two\\('}\ncount: 1"])
def test_an_attribute_that_was_left_is_offered_along(edit, tmp_path):
    (problem,) = refused(tmp_path, edit, RUST, "start.rs")
    assert problem.code == "cut-across-node"
    first = problem.offers[0]
    assert (first.text, first.why) == (edit.split("\n")[0].replace("}", ", attached: true}"), "takes 3-5")
    (step,) = run(tmp_path, first.text, RUST, "start.rs").steps
    assert step.deleted == 3


def test_an_attribute_is_not_offered_where_the_selector_is_narrowed(tmp_path):
    (problem,) = refused(
        tmp_path,
        "delete: {statement: '\\w\\(\\)', nth: 2}",
        RUST.replace("start()", "start(a: u8)"),
        "start.rs",
    )
    assert not [offer.text for offer in problem.offers if "attached" in offer.text]


def test_many_swallowed_definitions_are_one_refusal(tmp_path):
    text = "start = 1\n" + "".join(f"def f{n}():\n    pass\n" for n in range(30)) + "end = 1\n"
    (problem,) = refused(tmp_path, "delete: {from: start, until: end}", text)
    assert problem.message.startswith("31 definitions would go, and no selector names them: `start`, `f0`")
    assert len(problem.candidates) == 31
    assert len(problem.offers[-1].text) > 100
    assert run(tmp_path, "delete: {from: start, until: end}\n" + problem.offers[-1].text, text).steps


def test_leave_takes_what_the_language_calls_nothing(tmp_path):
    text = "f() {\n  echo\n}\nf\n"
    (problem,) = refused(tmp_path, "delete: {line: echo}", text, "x.sh")
    assert [offer.text for offer in problem.offers] == ["leave: ':'", "leave: nothing\nremoves: [f]"]


def test_bodies_that_several_edits_empty_are_settled_together(tmp_path):
    (tmp_path / "m.py").write_text("def f():\n    a()\n\n\ndef g():\n    b()\n", encoding="utf-8")
    both = f"{HEAD}      - {{file: m.py, edits: [delete: {{line: 'a'}}, delete: {{line: 'b\\('}}]}}\n"
    (tmp_path / "p.yaml").write_text(both.replace("'a'", "'a\\('"), encoding="utf-8")
    with pytest.raises(PatcherError) as caught:
        locate(load_plan(tmp_path / "p.yaml"), tmp_path, plain=True)
    assert [[offer.text for offer in problem.offers] for problem in caught.value.problems] == [
        ["leave: pass", "leave: nothing\nremoves: [f]"],
        ["leave: pass", "leave: nothing\nremoves: [g]"],
    ]


def test_a_leave_that_would_not_do_is_not_offered(tmp_path):
    text = "if x:\n    z = 1\nelse:\n    y = 1\n"
    (problem,) = refused(tmp_path, "delete: {line: z}", text)
    assert [offer.text for offer in problem.offers] == ["leave: pass"]


STEPS = """\
patcher: 1
plan: p
title: t
date: 2026-01-31T12:00:00+00:00
steps:
  - id: first
    subject: s
    edits:
      - {file: m.py, edits: [delete: {definition: helper}]}
      - delete_files: [other.py]
  - id: again
    subject: s
    edits:
      - EDIT
"""


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        pytest.param(
            "{file: m.py, edits: [delete: {definition: helper}]}", ("m.py", 9, 10), id="a definition"
        ),
        pytest.param("{file: m.py, edits: [delete: {line: 'return 1'}]}", ("m.py", 10, 10), id="a line"),
        pytest.param("delete_files: [other.py]", ("other.py", 1, 1), id="a file"),
        pytest.param(
            "{file: other.py, edits: [delete: {line: x}]}", ("other.py", 1, 1), id="a line of a file"
        ),
        pytest.param(
            "{files: ['o*.py'], edits: [delete: {line: x}]}", ("other.py", 1, 1), id="by a pathspec"
        ),
    ],
)
def test_what_an_earlier_step_took_is_gone(edit, place, tmp_path):
    (tmp_path / "m.py").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text(STEPS.replace("EDIT", edit), encoding="utf-8")
    with pytest.raises(PatcherError) as caught:
        locate(load_plan(tmp_path / "p.yaml"), tmp_path, plain=True)
    (problem,) = caught.value.problems
    assert "it is already gone: the step `first` takes it" in problem.hint
    assert [(c.file, c.first_line, c.last_line) for c in problem.candidates] == [place]


def test_what_no_step_took_is_not_said_to_be_gone(tmp_path):
    (tmp_path / "m.py").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.py").write_text("x = 1\n", encoding="utf-8")
    edit = "{file: m.py, edits: [delete: {definition: never}]}"
    (tmp_path / "p.yaml").write_text(STEPS.replace("EDIT", edit), encoding="utf-8")
    with pytest.raises(PatcherError) as caught:
        locate(load_plan(tmp_path / "p.yaml"), tmp_path, plain=True)
    assert "already gone: the step" not in caught.value.problems[0].hint


def test_the_refused_edit_is_no_offer(tmp_path):
    text = "def f(a, *, c=1, **kw):\n    return a\n"
    (problem,) = refused(tmp_path, "delete: {entry: 'c='}", text)
    assert problem.code == "no-longer-parses"
    assert [offer.text for offer in problem.offers][1:] == ["delete: {definition: f}"]


@pytest.mark.parametrize(
    ("text", "anchor", "further"),
    [
        pytest.param("def f(a, *, c=1, **kw): pass\n", "c=", r"\*(?=, )", id="keyword-only"),
        pytest.param("def f(a, *, c): pass\n", "c", r"\*", id="keyword-only and last"),
        pytest.param("def f(a, /, c=1): return a / c\n", "a(?=, /)", "/", id="positional-only"),
    ],
)
def test_what_cannot_stand_alone_is_offered_as_a_further_edit(tmp_path, text, anchor, further):
    (problem,) = refused(tmp_path, f"delete: {{entry: '{anchor}'}}", text)
    offer = problem.offers[0].text
    assert offer == f"- file: m.py\n  delete: {{entry: '{further}'}}"
    assert "cannot stand without it" in problem.hint


def test_a_delete_is_no_offer_for_another_action(tmp_path):
    text = "let a = 1\n(f)()\nif (a) {\n  b()\n}\n"
    for action, said in (("delete", True), ("move", False)):
        to = "\nto: {after: {line: '^.$'}}" if action == "move" else ""
        (problem,) = refused(tmp_path, f"{action}: {{statement: '^let a'}}{to}", text, "m.js")
        assert problem.code == "boundaries-disagree"
        assert any(offer.text.startswith("delete") for offer in problem.offers) == said
        assert problem.hint.startswith("say which lines") == said
