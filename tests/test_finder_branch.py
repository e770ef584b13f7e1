"""`branch: RE`: one arm of a chain, found by its header; what is left must be a statement."""

import pytest
from edit_plans import after, delete, insert, replace, run, select

from patcher.edit import Request, apply_edits
from patcher.errors import Refusal
from patcher.finder import locate_edit, locate_one
from patcher.record import replace as replaced
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Disagreement

IF = "if a:\n    x\n# of b\nelif b:\n    y\n\n\nelse:\n    z\nw\n"
TRY = "try:\n    x\nexcept A:\n    y\nexcept B as e:\n    y\nelse:\n    z\nfinally:\n    w\n"
LOOP = "async def f():\n    async for a in b:\n        x\n    else:\n        y\n"
MATCH = "match a:\n    case 1:\n        x\n    case _ if b:\n        y\n"
CPP = """\
#if defined(A) \\
    && B
a;
# ifdef C
c;
# endif
#elif D /* in
  two lines */
d;
// #else
/*
#else
*/
#else
e;
#endif
"""


@pytest.mark.parametrize(
    ("path", "text", "pattern", "lines"),
    [
        pytest.param("a.py", IF, "^if", ["1-2"], id="the first ends before the comments of the next"),
        pytest.param("a.py", IF, "b", ["4-5"], id="blank lines before the next arm are not in it"),
        pytest.param("a.py", IF, "else", ["8-9"], id="the last"),
        pytest.param("a.py", IF, "x", [], id="only headers are searched"),
        pytest.param("a.py", TRY, "except", ["3-4", "5-6"], id="two of a try"),
        pytest.param("a.py", TRY, "finally", ["9-10"], id="finally"),
        pytest.param("a.py", LOOP, "for", ["2-3"], id="a loop"),
        pytest.param("a.py", LOOP, "else:$", ["4-5"], id="its else"),
        pytest.param("a.py", MATCH, "case", ["2-3", "4-5"], id="cases"),
        pytest.param("a.py", "with a as b: c\n", "with", ["1"], id="with, on one line"),
        pytest.param(
            "a.py", "if a:\n  x\nif b:\n  if c:\n    y\n", "if", ["1-2", "3-5", "4-5"], id="in order"
        ),
        pytest.param("a.c", CPP, "defined", ["1-6"], id="a directive over two lines"),
        pytest.param("a.c", CPP, "ifdef C", ["4-5"], id="one in another"),
        pytest.param(
            "a.cpp", CPP, "D", ["7-9"], id="comments hold no directives, and touch what they stand above"
        ),
        pytest.param("a.h", CPP, "else", ["14-15"], id="the last before its end"),
    ],
)
def test_arms(path, text, pattern, lines):
    file = syntax_of(SourceFile(path, text.encode()), language_of(path))
    found = locate_one(select(branch=pattern), file)
    assert [str(located.lines) for located in found] == lines
    assert all(located.whole_lines and located.evidence for located in found)


@pytest.mark.parametrize("text", [IF, TRY, LOOP, MATCH], ids=["if", "try", "loop", "match"])
def test_the_second_witness_knows_arms_from_other_lines(text):
    file = syntax_of(SourceFile("a.py", text.encode()), language_of("a.py"))
    found = locate_one(select(branch="."), file)
    assert len(found) > 1
    for located in found:
        assert isinstance(file.confirm(located.core, "branch"), str)
        assert isinstance(
            file.confirm(Span(located.core.start, located.core.end - 2), "branch"), Disagreement
        )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("#if A\nint a;\n", id="never closed"),
        pytest.param("int a;\n#endif\n#else\n", id="never opened"),
        pytest.param("#if A\n#else\n#elif B\n#endif\n", id="an else that is not last"),
        pytest.param("// #if A\n/*\n#if A\n#endif\n*/\n", id="in comments"),
        pytest.param('char *a = "\\\n#if A\\\n#endif";\n', id="in a string"),
        pytest.param("#define IF \\\n#if A\n#define END \\\n#endif\n", id="joined to the line above"),
        pytest.param("#iffy A\n#endif\n", id="a longer word"),
    ],
)
def test_no_chain(text):
    assert not syntax_of(SourceFile("a.c", text.encode()), language_of("a.c")).chains()


def test_what_an_unbalanced_chain_holds_is_a_chain():
    text = b"#if A\n#if B\n#endif\n"
    (chain,) = syntax_of(SourceFile("a.c", text), language_of("a.c")).chains()
    assert chain.span == Span(6, 18)


JS = "f();\nif (a) {\n    x;\n} else if (b) {\n    y;\n} else {\n    z;\n} // end\n"
ALLMAN = "if (a)\n{\n    x;\n}\nelse if (b)\n{\n    y;\n}\nelse\n{\n    z;\n}\n"
ONE = "if (a) { x; } else if (b) { y; } else { z; }\n"
SWITCH = """\
switch (a) {
    case 1:
    case 2:
        x;
        break;
    case 3:
        return {a: 1};
    // of 4
    case 4: {
        y;
        break;
    }
    case 5:
        if (q) { return; }
    default:
        z;
}
"""

GOES = [
    pytest.param("a.py", IF, [delete(branch="^if")], IF.replace("if a:\n    x\n", "").replace("elif", "if"), id="the first"),
    pytest.param("a.py", IF, [delete(branch="elif")], "if a:\n    x\n# of b\n\n\nelse:\n    z\nw\n", id="a middle one"),
    pytest.param(
        "a.py", IF, [delete(branch="elif", attached=True)], "if a:\n    x\n\n\nelse:\n    z\nw\n", id="with its comments"
    ),
    pytest.param("a.py", IF, [delete(branch="else")], "if a:\n    x\n# of b\nelif b:\n    y\n\n\nw\n", id="the last"),
    pytest.param(
        "a.py",
        "if a: x\nelif b: y\nelif c: z\nelse: w\n",
        [delete(1, branch="if a"), delete(2, branch="elif b")],
        "if c: z\nelse: w\n",
        id="the first two",
    ),
    pytest.param("a.py", TRY, [delete(branch="except A")], TRY.replace("except A:\n    y\n", ""), id="an except of two"),
    pytest.param("a.py", TRY, [delete(branch="finally")], TRY.replace("finally:\n    w\n", ""), id="finally"),
    pytest.param(
        "a.py", TRY, [delete(branch="except|else", count=3)], "try:\n    x\nfinally:\n    w\n", id="all but the finally"
    ),
    pytest.param("a.py", LOOP, [delete(branch="else")], LOOP.replace("    else:\n        y\n", ""), id="a loop's else"),
    pytest.param("a.py", MATCH, [delete(branch="case 1")], MATCH.replace("    case 1:\n        x\n", ""), id="a case"),
    pytest.param("a.py", IF, [replace("elif c:\n    v", branch="elif")], IF.replace("elif b:\n    y", "elif c:\n    v"), id="replaced"),
    pytest.param("a.py", IF, [insert("elif c:\n    v", "after", branch="elif")], IF.replace("y\n", "y\nelif c:\n    v\n"), id="put after"),
    pytest.param(
        "a.c", "#if A\na;\n#elif B\nb;\n#endif\n", [delete(branch="A")], "#if B\nb;\n#endif\n", id="elif of a preprocessor"
    ),
    pytest.param(
        "a.c",
        "# ifndef A\na;\n#  elifdef B\nb;\n# else\nc;\n# endif\n",
        [delete(branch="A")],
        "#  ifdef B\nb;\n# else\nc;\n# endif\n",
        id="elifdef",
    ),
    pytest.param(
        "a.c", "#if A\na;\n#elifndef B\nb;\n#endif\n", [delete(branch="A")], "#ifndef B\nb;\n#endif\n", id="elifndef"
    ),
    pytest.param("a.js", JS, [delete(branch="^if")], JS.replace("if (a) {\n    x;\n} else ", ""), id="braces: the first"),
    pytest.param("a.js", JS, [delete(branch="else if")], JS.replace("else if (b) {\n    y;\n} ", ""), id="braces: a middle one"),
    pytest.param("a.js", JS, [delete(branch=r"else \{")], JS.replace(" else {\n    z;\n}", ""), id="braces: the last"),
    pytest.param("a.js", JS, [delete(1, branch=r"else \{"), delete(2, branch="else if")], "f();\nif (a) {\n    x;\n} // end\n", id="braces: the last two"),
    pytest.param("a.js", ALLMAN, [delete(branch="^if")], ALLMAN[ALLMAN.index("if (b)"):], id="braces below: the first"),
    pytest.param("a.js", ALLMAN, [delete(branch="else if")], ALLMAN.replace("else if (b)\n{\n    y;\n}\n", ""), id="braces below: a middle one"),
    pytest.param("a.js", ONE, [delete(branch="^if")], "if (b) { y; } else { z; }\n", id="one line: the first"),
    pytest.param("a.js", ONE, [delete(branch="else if")], "if (a) { x; } else { z; }\n", id="one line: a middle one"),
    pytest.param("a.js", ONE, [delete(branch=r"else \{")], "if (a) { x; } else if (b) { y; }\n", id="one line: the last"),
    pytest.param("a.js", "f(); if (a) {\n    x;\n} else if (b) {\n    y;\n}\n", [delete(branch="^if")], "f(); if (b) {\n    y;\n}\n", id="behind other code"),
    pytest.param("a.js", "if (a)\n    x;\nelse\n    y;\n", [delete(branch="else")], "if (a)\n    x;\n", id="no braces"),
    pytest.param("a.js", SWITCH, [delete(branch="1")], SWITCH.replace("    case 1:\n", ""), id="a label alone"),
    pytest.param("a.js", SWITCH, [delete(branch="[12]", count=2)], SWITCH.replace("    case 1:\n    case 2:\n        x;\n        break;\n", ""), id="labels that share a body"),
    pytest.param("a.js", SWITCH, [delete(branch="4", attached=True)], SWITCH.replace("    // of 4\n    case 4: {\n        y;\n        break;\n    }\n", ""), id="a case in braces"),
    pytest.param("a.js", SWITCH, [delete(branch="3")], SWITCH.replace("    case 3:\n        return {a: 1};\n", ""), id="behind a break"),
    pytest.param("a.go", "package a\n\nfunc f() {\n\tswitch a {\n\tcase 1:\n\t\tx()\n\tcase 2:\n\t\ty()\n\t}\n}\n", [delete(branch="2")], "package a\n\nfunc f() {\n\tswitch a {\n\tcase 1:\n\t\tx()\n\t}\n}\n", id="cases that never run on"),
    pytest.param("a.c", "#if A\na;\n#else\nb;\n#endif\n", [delete(branch="else")], "#if A\na;\n#endif\n", id="its else"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "edits", "then"), GOES)
def test_an_arm_goes(path, text, edits, then):
    assert after(path, text, *edits) == then


@pytest.mark.parametrize(
    ("path", "text", "edits", "codes"),
    [
        pytest.param("a.py", "if a:\n    x\nelse:\n    y\n", [delete(branch="if")], ["arm-needed"], id="an else is left"),
        pytest.param("a.py", "if a:\n    x\n", [delete(branch="if")], ["arm-needed"], id="nothing is left"),
        pytest.param("a.py", IF, [delete(branch="", count=3)], ["arm-needed"], id="all go"),
        pytest.param("a.py", IF, [delete(1, branch="if a"), delete(2, branch="elif")], ["arm-needed"], id="two edits leave an else"),
        pytest.param("a.py", TRY, [delete(branch="try")], ["arm-needed"], id="the try"),
        pytest.param("a.py", "try:\n    x\nfinally:\n    y\n", [delete(branch="finally")], ["arm-needed"], id="a bare try is left"),
        pytest.param(
            "a.py", "try:\n    x\nexcept:\n    y\nelse:\n    z\nfinally:\n    w\n", [delete(branch="except")], ["arm-needed"], id="an else without except"
        ),
        pytest.param("a.py", LOOP, [delete(branch="for")], ["arm-needed"], id="a loop"),
        pytest.param("a.py", "def f():\n    with a:\n        x\n", [delete(branch="with")], ["arm-needed"], id="with"),
        pytest.param("a.js", SWITCH, [delete(branch="2")], ["arm-needed"], id="a case whose label above shares its body"),
        pytest.param("a.js", SWITCH, [delete(branch="default")], ["arm-needed"], id="a case that the one above may run into"),
        pytest.param("a.js", "try {\n  a;\n} catch (e) {\n}\n", [delete(branch="catch")], ["arm-needed"], id="a bare try in braces"),
        pytest.param("a.js", JS, [delete(1, branch="^if"), delete(2, branch="else if")], ["arm-needed"], id="an else in braces"),
        pytest.param("a.py", IF, [delete(branch="nobody")], ["anchor-not-found"], id="no such header"),
        pytest.param("a.py", TRY, [delete(branch="except")], ["anchor-ambiguous"], id="two such headers"),
        pytest.param("a.toml", "a = 1\n", [delete(branch="a")], ["extent-unsupported"], id="a language without"),
        pytest.param("a.txt", "if a\n", [delete(branch="a")], ["language-unknown"], id="no language"),
        pytest.param("a.c", "#if A\na;\n#else\nb;\n#endif\n", [delete(branch="A")], ["arm-needed"], id="a preprocessor's else is left"),
    ],
)  # fmt: skip
def test_refusals(path, text, edits, codes):
    with pytest.raises(Refusal) as caught:
        run(path, text, *edits)
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(problem.hint for problem in caught.value.problems)


@pytest.mark.parametrize("extra", [1, 2])
def test_a_range_that_takes_the_header_that_would_come_first_is_refused(extra):
    syntax = syntax_of(SourceFile("a.py", IF.encode()), language_of("a.py"))
    edit = delete(branch="^if")
    (located,) = locate_edit(edit, [syntax])
    lines = LineRange(1, 3 + extra)
    span = syntax.source.span_of(lines)
    with pytest.raises(Refusal, match="over the `elif` that would come to be the first"):
        apply_edits(
            syntax.source, syntax, [Request(edit, replaced(located, span=span, core=span, lines=lines))]
        )
