"""Who still uses a name that goes: what counts, what does not, and what cannot be told."""

from __future__ import annotations

import pytest
from plans import built

from patcher import PatcherError, build
from patcher.pipeline.library import load_plan
from patcher.proof.modules import Modules

DEFINITION = "def name():\n    return 1\n\n\nkeep = 1\n"
METHOD = "class C:\n    def name(self):\n        return 1\n\n    def keep(self):\n        return 2\n"
PLAN = """
patcher: 1
plan: p
title: T
author: {{name: A, email: a@example.org}}
date: 2026-05-14T09:00:00+10:00
steps:
  - id: one
    subject: "s: t"
    edits:
      - file: pkg/mod.py
        edits:
          - delete: {{definition: {name}}}
            unreferenced: {how}
"""


def cut(folder, files, name="name", how="true", plan=PLAN):
    """The lines that still use a name and those that could not be told, as `path:line`."""
    try:
        result = built(folder, plan.format(name=name, how=how), files)
    except PatcherError as error:
        assert {p.code for p in error.problems} == {"still-referenced"}, error  # noqa: PT017 - two ways to end
        return [f"{c.file}:{c.first_line}" for c in error.problems[0].candidates], None
    return [], [f"{c.file}:{c.first_line}" for c in result.steps[0].edits[0].unsure]


SEVERAL = PLAN.replace("unreferenced:", "count: any\n            unreferenced:")
THREE = "def one():\n    pass\n\n\ndef two():\n    pass\n\n\ndef three():\n    pass\n\n\nkeep = 1\n"
SAID = [
    ("true", "two()\n", "of 3 names that would go, `two` (pkg/mod.py:5) is still used"),
    ("strict", "# two\n", "of 3 names that would go, `two` (pkg/mod.py:5) is still used"),
    (
        "true",
        "one(two)\nkeep = 2\n",
        "of 3 names that would go, `one` (pkg/mod.py:1), `two` (pkg/mod.py:5) are still used",
    ),
    ("true", "one()\ntwo()\nthree()\n", "3 names would go and are still used in 3 places"),
]


@pytest.mark.parametrize(("how", "more", "said"), SAID)
def test_of_several_names_those_that_are_used_are_told(how, more, said, tmp_path):
    plan = SEVERAL.format(name="'one|two|three'", how=how)
    with pytest.raises(PatcherError) as caught:
        built(tmp_path, plan, {"pkg/mod.py": THREE + more})
    assert [problem.message for problem in caught.value.problems] == [said]


def test_a_use_is_not_lost_behind_another_name_of_its_line(tmp_path):
    own = METHOD + "\n    def other(self):\n        return 3\n"
    files = {"pkg/mod.py": own, "pkg/b.py": "class B:\n    def name(self):\n        pass\n"}
    line = {"pkg/use.py": "def f(x):\n    x.name(x.other())\n"}
    assert cut(tmp_path, files | line, r"'C\.(name|other)'", plan=SEVERAL) == (["pkg/use.py:2"], None)


USED = [
    pytest.param("print(name())\n", None, id="called"),
    pytest.param("x = f'{name!r}'\n", None, id="in a field of an f-string"),
    pytest.param("@name\ndef f(): pass\n", None, id="as a decorator"),
    pytest.param("def f(a=name): pass\n", None, id="as a default"),
    pytest.param("def f(name=name): pass\n", None, id="as the default of a parameter of that name"),
    pytest.param("def f(a: 'name'): pass\n", None, id="in a type that is a string"),
    pytest.param("def f(a: 'list[name]'): pass\n", None, id="inside a type that is a string"),
    pytest.param("from typing import cast\nx = cast('name', 1)\n", None, id="in a cast"),
    pytest.param("__all__ = ['name']\n", None, id="exported"),
    pytest.param("__all__ = ['keep']\n__all__ += ['name']\n", None, id="exported later"),
    pytest.param("class D:\n    name = name\n", None, id="read by a class body before it binds it"),
    pytest.param("class D:\n    name = 1\n    def f(self): return name\n", None, id="beyond a class"),
    pytest.param(
        "class D:\n    name = 1\n    x = [name for _ in 'a']\n", None, id="in a comprehension in a class"
    ),
    pytest.param("x = [name for name in name]\n", None, id="the first iterable of a comprehension"),
    pytest.param("def f():\n    global name\n    return name\n", None, id="declared global"),
    pytest.param(
        "def f():\n    name = 1\n    def g():\n        global name\n        return name\n",
        None,
        id="global further in",
    ),
    pytest.param("def f():\n    (lambda name: 0)(name)\n", None, id="beside a lambda"),
    pytest.param("def f(:\n    name()\n", None, id="where Python does not parse"),
    pytest.param("name += 1\n", None, id="assigned in place"),
    pytest.param("", "from pkg.mod import name\n", id="imported"),
    pytest.param("", "from pkg.mod import name as other\n", id="imported as another"),
    pytest.param("", "from .mod import name\n", id="imported from beside"),
    pytest.param("", "from . import mod\nmod.name()\n", id="of a module imported from beside"),
    pytest.param("", "import pkg.mod\npkg.mod.name()\n", id="by the full path"),
    pytest.param("", "import pkg.mod as m\nm.name()\n", id="of an alias"),
    pytest.param("", "def f():\n    from pkg import mod\n    mod.name()\n", id="of a local import"),
    pytest.param("", "from pkg.mod import *\nname()\n", id="through a star"),
    pytest.param("", "from pkg import name\n", id="through a package that does not have it"),
]
UNUSED = [
    pytest.param("def f(name): return name\n", None, id="a parameter"),
    pytest.param("def f():\n    name = 1\n    return name\n", None, id="a local"),
    pytest.param("def f():\n    for name in x: print(name)\n", None, id="a local loop"),
    pytest.param("def f():\n    with x as name: print(name)\n", None, id="a local with"),
    pytest.param("def f():\n    import name\n    name.x()\n", None, id="a local import"),
    pytest.param("def f():\n    try: pass\n    except E as name: print(name)\n", None, id="an exception"),
    pytest.param("def f():\n    if (name := 1): print(name)\n", None, id="a walrus"),
    pytest.param(
        "def f():\n    any((name := y) for y in x)\n    print(name)\n", None, id="a walrus further in"
    ),
    pytest.param("def f():\n    match x:\n        case [name, *_]: print(name)\n", None, id="a pattern"),
    pytest.param("def f():\n    match x:\n        case {**name}: print(name)\n", None, id="a pattern's rest"),
    pytest.param(
        "def f():\n    name = 1\n    def g(): return name\n", None, id="a local of a function around"
    ),
    pytest.param(
        "def f():\n    name = 1\n    def g():\n        nonlocal name\n        name = name\n",
        None,
        id="nonlocal",
    ),
    pytest.param("lambda name: name\n", None, id="of a lambda"),
    pytest.param("[name for name in x if name]\n{name: name for name in x}\n", None, id="of a comprehension"),
    pytest.param("class D:\n    name = 1\n    x = name\n", None, id="of a class body"),
    pytest.param("f(name=1)\n", None, id="a keyword"),
    pytest.param("def f(x): return x.name\n", None, id="an attribute of anything"),
    pytest.param("class D:\n    def f(self): return self.name\n", None, id="an attribute of self"),
    pytest.param("import os\nos.name\n", None, id="an attribute of a foreign module"),
    pytest.param("# name\n'''name of it'''\n", None, id="prose"),
    pytest.param("", "def name(): pass\nname()\n", id="another file's own"),
    pytest.param("", "from os import name\nname\n", id="imported from outside"),
    pytest.param("", "from pkg.third import name\nname()\n", id="imported from another file that has it"),
    pytest.param("", "from pkg import third\nthird.name()\n", id="of another module that has it"),
]


@pytest.mark.parametrize(("here", "there"), USED)
def test_what_uses_a_function(tmp_path, here, there):
    files = {"pkg/__init__.py": "", "pkg/mod.py": DEFINITION + here}
    if there is not None:
        files["pkg/other.py"] = there
    uses, _ = cut(tmp_path, files)
    assert len(uses) >= 1
    assert {use.rpartition(":")[0] for use in uses} == {"pkg/other.py" if there else "pkg/mod.py"}


@pytest.mark.parametrize(("here", "there"), UNUSED)
def test_what_does_not(tmp_path, here, there):
    files = {"pkg/__init__.py": "", "pkg/mod.py": DEFINITION + here, "pkg/third.py": "name = 2\n"}
    if there is not None:
        files["pkg/other.py"] = there
    assert cut(tmp_path, files) == ([], [])


METHODS_USED = [
    pytest.param("    def f(self): return self.name()\n", ["pkg/mod.py:5"], id="of self"),
    pytest.param("    def f(this): return this.name()\n", ["pkg/mod.py:5"], id="of self by another name"),
    pytest.param("    def f(self): return lambda: self.name()\n", ["pkg/mod.py:5"], id="of self further in"),
    pytest.param("    def f(self): return type(self).name\n", ["pkg/mod.py:5"], id="of its type"),
    pytest.param("    @classmethod\n    def f(cls): return cls.name\n", ["pkg/mod.py:6"], id="of cls"),
    pytest.param("    other = name\n", ["pkg/mod.py:5"], id="in the class body"),
    pytest.param("C.name\n", ["pkg/mod.py:5"], id="of the class"),
    pytest.param(
        "def f(x): x.name()\n", ["pkg/mod.py:5"], id="of an unknown object, one such name in the tree"
    ),
    pytest.param(
        "class D(C):\n    def f(self): self.name()\n", ["pkg/mod.py:6"], id="of self in another class"
    ),
]
METHODS_UNSURE = [
    pytest.param(
        "class D:\n    def name(self): pass\ndef f(x): x.name()\n", ["pkg/mod.py:7"], id="two of a name"
    ),
    pytest.param(
        "class D:\n    def g(self): self.name = 1\ndef f(x): x.name()\n", ["pkg/mod.py:7"], id="set too"
    ),
    pytest.param("getattr(x, 'name')\n", ["pkg/mod.py:5"], id="as a string"),
    pytest.param(
        "class D:\n    def name(self): self.name()\n", ["pkg/mod.py:6"], id="of self where it has its own"
    ),
    pytest.param("patch('pkg.mod.C.name')\n", ["pkg/mod.py:5"], id="as a dotted string"),
]
METHODS_UNUSED = [
    pytest.param("def name(): pass\nname()\n", id="a function of the same name"),
    pytest.param("import os\nos.name\nos.path.name()\n", id="of a foreign module"),
    pytest.param("def f(name): f(name=name)\n", id="a parameter and a keyword"),
]


@pytest.mark.parametrize(("tail", "lines"), METHODS_USED)
def test_what_uses_a_method(tmp_path, tail, lines):
    assert cut(tmp_path, {"pkg/mod.py": METHOD + tail}, "C.name")[0] == [
        f"{p.rpartition(':')[0]}:{int(p.rpartition(':')[2]) + 2}" for p in lines
    ]


@pytest.mark.parametrize(("tail", "lines"), METHODS_UNSURE)
def test_what_cannot_be_told_is_listed_and_no_refusal(tmp_path, tail, lines):
    assert cut(tmp_path, {"pkg/mod.py": METHOD + tail}, "C.name") == (
        [],
        [f"{p.rpartition(':')[0]}:{int(p.rpartition(':')[2]) + 2}" for p in lines],
    )


@pytest.mark.parametrize("tail", METHODS_UNUSED)
def test_what_does_not_use_a_method(tmp_path, tail):
    assert cut(tmp_path, {"pkg/mod.py": METHOD + tail}, "C.name") == ([], [])


def test_attributes_that_pythons_own_types_have_cannot_be_told(tmp_path):
    text = METHOD.replace("name", "get") + "def f(x): x.get()\n"
    assert cut(tmp_path, {"pkg/mod.py": text}, "C.get") == ([], ["pkg/mod.py:7"])


def test_a_keyword_uses_a_field_of_its_class_alone(tmp_path):
    text = "class C:\n    name: int = 1\n    keep: int = 2\n"
    assert cut(tmp_path / "a", {"pkg/mod.py": text + "C(name=1)\n"}, "C.name")[0] == ["pkg/mod.py:4"]
    assert cut(tmp_path / "b", {"pkg/mod.py": text + "f(name=1)\n"}, "C.name") == ([], [])


def test_a_local_function_is_used_in_its_function_alone(tmp_path):
    text = "def f():\n    def name(): pass\n    return {}\n\n\ndef g(): return name\n"
    files = {"pkg/mod.py": text.format("name()")}
    assert cut(tmp_path / "a", files, "f.name")[0] == ["pkg/mod.py:3"]
    assert cut(tmp_path / "b", {"pkg/mod.py": text.format("1")}, "f.name") == ([], [])


def test_a_fixture_is_used_by_the_parameters_that_ask_for_it(tmp_path):
    fixture = "import pytest\n\n\n@pytest.fixture\ndef name():\n    return 1\n\n\nx = 1\n"
    plan = PLAN.replace("pkg/mod.py", "tests/conftest.py")
    files = {"tests/conftest.py": fixture, "tests/a/test_x.py": "def test_it(name): pass\n"}
    assert cut(tmp_path / "a", files, plan=plan)[0] == ["tests/a/test_x.py:1"]
    files = {"tests/conftest.py": fixture, "other/x.py": "def it(name): pass\n"}
    assert cut(tmp_path / "b", files, plan=plan) == ([], [])


def test_strict_counts_every_word(tmp_path):
    files = {"pkg/mod.py": DEFINITION + "def f(name): pass\n", "README": "about name\n"}
    assert cut(tmp_path, files, how="strict")[0] == ["README:1", "pkg/mod.py:6"]


def test_whose_twin_stays_unless_it_fails_cannot_be_told(tmp_path):
    text = "import x\ntry:\n    from fast import name\nexcept ImportError:\n    def name(): pass\n    y = 1\nname()\n"
    assert cut(tmp_path, {"pkg/mod.py": text}) == ([], ["pkg/mod.py:7"])


CHOICE = "if X:\n    from fast import name\nelse:\n    def name(): pass\n    y = 1\n"
TRIED = "try:\n    from fast import name\nexcept ImportError:\n    def name(): pass\n    y = 1\n"
TWINS = [
    pytest.param(CHOICE, ["a.py:7", "b.py:1"], None, id="under if"),
    pytest.param(CHOICE.replace("X", "TYPE_CHECKING"), ["a.py:7", "b.py:1"], None, id="for types alone"),
    pytest.param(CHOICE.replace("else", "elif Y"), ["a.py:7", "b.py:1"], None, id="under another condition"),
    pytest.param(TRIED, [], ["a.py:7", "b.py:1"], id="under try"),
    pytest.param("if X:\n    name = 1\n" + CHOICE.replace("X", "Z"), ["a.py:9", "b.py:1"], None, id="two ifs"),
    pytest.param("for name in x: name = 1\ndef name(): pass\n", ["a.py:4", "b.py:1"], None, id="in a loop"),
    pytest.param("name: int\ndef name(): pass\n", ["a.py:4", "b.py:1"], None, id="a type without a value"),
    pytest.param("name = 1\n" + CHOICE, [], [], id="bound before"),
    pytest.param(CHOICE + "name = 1\n", [], [], id="bound behind"),
    pytest.param("with x: name = 1\n" + CHOICE, [], [], id="bound in a with"),
    pytest.param("try: pass\nfinally: name = 1\n" + CHOICE, [], [], id="bound in a finally"),
    pytest.param("if X: name = 1\nelse: name = 2\n" + CHOICE, [], [], id="bound in all arms"),
    pytest.param("if X: name = 1\nelif Y: name = 2\n" + CHOICE, ["a.py:9", "b.py:1"], None, id="bound in two of three"),
    pytest.param("try: import name\nexcept A: name = 2\nexcept B: name = 3\n" + CHOICE, [], [], id="whatever fails"),
    pytest.param("try: import name\nexcept A: name = 2\nexcept B: pass\n" + CHOICE, [], ["a.py:10", "b.py:1"],
                 id="one failure leaves it"),
    pytest.param("try: y = 2\nexcept A: name = 2\nelse: name = 3\n" + CHOICE, [], [], id="tried, and then"),
    pytest.param(CHOICE.replace("    y", "    name = 3\n    y"), [], [], id="bound in the same arm"),
    pytest.param("if X: pass\nelse: name = 3\n" + CHOICE, [], [], id="under the same condition"),
    pytest.param("while x: name = 1\nelse: name = 2\n" + CHOICE, ["a.py:9", "b.py:1"], None, id="a loop and its else"),
]  # fmt: skip
TWIN_PLAN = PLAN.replace("pkg/mod.py", "a.py").replace(
    "definition: {name}}}", "block: def {name}}}\n            removes: [name]"
)


@pytest.mark.parametrize(("text", "uses", "unsure"), TWINS)
def test_a_twin_counts_where_it_stands_whenever_the_other_did(tmp_path, text, uses, unsure):
    files = {"a.py": f"import x\n{text}name()\n", "b.py": "from a import name\n"}
    assert cut(tmp_path, files, plan=TWIN_PLAN) == (uses, None if uses else unsure)


def test_a_use_sees_what_is_bound_before_it_runs(tmp_path):
    text = "def name(): pass\n\n\nname = wrap(name)\nname()\n\n\ndef f(): name()\n"
    uses, _ = cut(tmp_path, {"a.py": text}, plan=TWIN_PLAN)
    assert uses == ["a.py:4"]


def test_a_use_under_the_condition_of_the_twin_has_it(tmp_path):
    text = f"{CHOICE}if X:\n    name()\nname()\n\n\ndef f():\n    if X:\n        return name()\n"
    uses, _ = cut(tmp_path, {"a.py": text}, plan=TWIN_PLAN)
    assert uses == ["a.py:8"]


def test_what_is_left_of_the_name_is_told(tmp_path):
    files = {"a.py": f"{CHOICE}name()\n"}
    assert cut(tmp_path, files, plan=TWIN_PLAN)[0] == ["a.py:6"]
    with pytest.raises(PatcherError) as caught:
        built(tmp_path, TWIN_PLAN.format(name="name", how="true"), files)
    assert "left at a.py:2 gives the name under a condition alone" in caught.value.problems[0].hint


def test_a_class_of_which_a_twin_stays_takes_its_members_along(tmp_path):
    old = "class C:\n    def name(self): pass\n    def keep(self): pass\n\n\n"
    new = "class C:\n    def keep(self): pass\n\n\n"
    plan = PLAN.replace("pkg/mod.py", "a.py").replace("{name}}}", "{name}, nth: 1}}")
    files = {"a.py": old + new + "def f(x): x.name()\n\n\ndef g(x): x.keep()\n"}
    assert cut(tmp_path, files, "C", plan=plan)[0] == ["a.py:10"]


@pytest.mark.parametrize(
    ("star", "other", "uses", "unsure"),
    [
        pytest.param("from c import *\n", "name = 2\n", [], [], id="that has it"),
        pytest.param(
            "from c import *\n", "keep = 2\n", ["a.py:6", "b.py:1"], None, id="that does not have it"
        ),
        pytest.param(
            "from c import *\n", "from d import *\n", [], ["a.py:6", "b.py:1"], id="that has another's"
        ),
        pytest.param("from os import *\n", "", [], ["a.py:6", "b.py:1"], id="of outside"),
    ],
)
def test_a_star_may_still_bring_a_name(tmp_path, star, other, uses, unsure):
    files = {
        "a.py": f"{star}def name():\n    return 1\n\n\nname()\n",
        "c.py": other,
        "b.py": "from a import name\n",
    }
    assert cut(tmp_path, files, plan=PLAN.replace("pkg/mod.py", "a.py")) == (uses, unsure)


@pytest.mark.parametrize(
    ("middle", "uses"),
    [
        pytest.param("from a import *\n", ["b.py:2"], id="passed on"),
        pytest.param("from a import *\nname = 2\n", [], id="with its own of that name"),
        pytest.param("from os import *\n", [], id="of outside"),
    ],
)
def test_a_name_comes_through_two_stars(tmp_path, middle, uses):
    files = {"a.py": DEFINITION, "c.py": middle, "b.py": "from c import *\nname()\n"}
    assert cut(tmp_path, files, plan=PLAN.replace("pkg/mod.py", "a.py"))[0] == uses


IMPORT = PLAN.replace("definition:", "import:")


@pytest.mark.parametrize(
    ("rest", "other", "uses"),
    [
        pytest.param("name.x()\n", None, ["pkg/mod.py:3"], id="used"),
        pytest.param("keep = 1\n", None, [], id="not used"),
        pytest.param("from b import name\nname.x()\n", None, [], id="imported again"),
        pytest.param("def f(name): return name\n", None, [], id="a parameter"),
        pytest.param("", "from pkg.mod import name\n", ["other.py:1"], id="imported from there"),
    ],
)
def test_an_import_that_goes_has_users_too(tmp_path, rest, other, uses):
    files = {"pkg/mod.py": "import os\nfrom a import name, more\n" + rest}
    if other is not None:
        files["other.py"] = other
    assert cut(tmp_path, files, "a.name", plan=IMPORT)[0] == uses


def test_a_statement_of_imports_has_users_too(tmp_path):
    plan = PLAN.replace("definition:", "statement:")
    text = "import os\nfrom a import name, more\nmore()\nos.name\n"
    assert cut(tmp_path, {"pkg/mod.py": text}, "import name", plan=plan)[0] == ["pkg/mod.py:3"]


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        pytest.param("import { name } from 'a';\nname();\n", ["pkg/mod.js:2"], id="used"),
        pytest.param("import { name } from 'a';\nkeep();\n", [], id="not used"),
    ],
)
def test_an_import_of_javascript_that_goes_has_users_too(tmp_path, text, uses):
    plan = IMPORT.replace("pkg/mod.py", "pkg/mod.js")
    assert cut(tmp_path, {"pkg/mod.js": text, "b.js": "name();\n"}, plan=plan)[0] == uses


GONE = (
    PLAN[: PLAN.index("      - file")]
    + "      - delete_files: [pkg/{name}.py]\n        unreferenced: {how}\n"
)


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        pytest.param("from pkg import mod\n", ["pkg/other.py:1"], id="imported from its package"),
        pytest.param("import pkg.mod\n", ["pkg/other.py:1"], id="imported by its path"),
        pytest.param("from . import mod\n", ["pkg/other.py:1"], id="imported from beside"),
        pytest.param("from .mod import *\n", ["pkg/other.py:1"], id="a star"),
        pytest.param("from other import mod\nmod.name()\n", [], id="another of that name"),
        pytest.param("mod = 1\n", [], id="a name of the file's own"),
    ],
)
def test_a_deleted_module_is_used_by_who_imports_it(tmp_path, text, uses):
    files = {"pkg/__init__.py": "", "pkg/mod.py": DEFINITION, "pkg/other.py": text}
    assert cut(tmp_path, files, "mod", plan=GONE)[0] == uses


CHECK = PLAN.replace("            unreferenced: {how}\n", "    checks:\n      - unreferenced: [{how}]\n")


@pytest.mark.parametrize(
    ("tail", "name", "holds", "said"),
    [
        pytest.param("", "name", True, "no use is left", id="none"),
        pytest.param(
            "def f(name): return name\nf(name=1)\n", "name", True, "no use is left", id="a parameter"
        ),
        pytest.param("name()\n", "name", False, "", id="a call"),
        pytest.param("keep\n", "keep", False, "", id="of what is still there"),
        pytest.param("def other(x): return x.thing\n", "thing", False, "", id="a word that nothing defines"),
        pytest.param(
            "getattr(x, 'name')\n",
            "name",
            True,
            "no use is left; could not tell of 1, first pkg/mod.py:2",
            id="unsure",
        ),
    ],
)
def test_the_check_goes_by_the_same_rules(tmp_path, tail, name, holds, said):
    (tmp_path / "tree" / "pkg").mkdir(parents=True)
    (tmp_path / "tree" / "pkg" / "mod.py").write_text(DEFINITION + tail)
    (tmp_path / "plan.yaml").write_text(CHECK.format(name="name", how=name))
    plan = load_plan(tmp_path / "plan.yaml")
    if not holds:
        with pytest.raises(PatcherError, match="unreferenced"):
            build(plan, tmp_path / "tree", output=None)
        return
    (check,) = build(plan, tmp_path / "tree", output=None).steps[0].checks
    assert (check.holds, check.message) == (True, said)


def test_a_package_that_imports_all_of_it_passes_it_on(tmp_path):
    files = {
        "pkg/__init__.py": "from .mod import *\n",
        "pkg/mod.py": DEFINITION,
        "a.py": "from pkg import name\n",
    }
    assert cut(tmp_path, files)[0] == ["a.py:1"]


def test_a_module_of_the_name_is_another_thing(tmp_path):
    files = {
        "pkg/__init__.py": "",
        "pkg/mod.py": DEFINITION,
        "pkg/name.py": "",
        "a.py": "from pkg import name\n",
    }
    assert cut(tmp_path, files) == ([], [])


def test_a_name_that_nothing_binds_cannot_be_told_unless_it_is_pythons(tmp_path):
    assert cut(tmp_path / "a", {"pkg/mod.py": DEFINITION, "a.py": "name()\n"}) == ([], ["a.py:1"])
    files = {"pkg/mod.py": DEFINITION.replace("name", "open"), "a.py": "open()\n"}
    assert cut(tmp_path / "b", files, "open") == ([], [])


def test_a_path_from_the_root_is_meant_as_it_is():
    modules = Modules(["x/a/mod.py", "x/a/__init__.py", "a.c"])
    assert modules.files("a.mod") == ("x/a/mod.py",)
    assert modules.files("/a/mod") == ()
    assert modules.split("a.mod.C.x") == (("x/a/mod.py",), "C.x")
    assert modules.split("os.path") == ((), "os.path")


def test_in_other_languages_words_count_but_for_files_with_their_own(tmp_path):
    plan = PLAN.replace("pkg/mod.py", "a.go")
    files = {
        "a.go": "package a\n\nfunc name() {}\n\nfunc Keep() {}\n",
        "b.go": "package a\n\nfunc B() { name() }\n",
    }
    assert cut(tmp_path / "a", files, plan=plan)[0] == ["b.go:3"]
    files["b.go"] = "package b\n\nfunc name() {}\n\nfunc B() { name() }\n"
    assert cut(tmp_path / "b", files, plan=plan) == ([], ["b.go:5"])


def test_a_module_that_makes_its_names_at_run_time_cannot_be_told(tmp_path):
    files = {
        "pkg/mod.py": DEFINITION,
        "gen_pb2.py": "build(globals())\n",
        "a.py": "from gen_pb2 import name\n",
    }
    assert cut(tmp_path, files) == ([], ["a.py:1"])
