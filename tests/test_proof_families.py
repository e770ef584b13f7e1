"""Who uses a name in languages other than Python: what counts, what does not, what cannot be told."""

from __future__ import annotations

import pytest

from patcher import PatcherError, load_plan, locate

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nsteps:\n  - id: a\n    subject: s\n    edits:\n"


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def cut(folder, path, name, files):
    """The lines that still use a name, and those of which it cannot be told."""
    write(folder / "tree", files)
    edits = f"      - file: {path}\n        edits:\n          - delete: {{definition: {name}}}\n            unreferenced: true\n"
    (folder / "p.yaml").write_text(HEAD + edits, encoding="utf-8")
    try:
        result = locate(load_plan(folder / "p.yaml"), folder / "tree", plain=True)
    except PatcherError as error:
        assert {p.code for p in error.problems} == {"still-referenced"}, error  # noqa: PT017 - two ways to end
        return [f"{c.file}:{c.first_line}" for c in error.problems[0].candidates], None
    return [], [f"{c.file}:{c.first_line}" for c in result.steps[0].edits[0].unsure]


def lines(path, text):
    """The lines of a text that end in a mark, by what they are marked with: used, perhaps."""
    rows = text.split("\n")
    return {
        mark: [f"{path}:{n}" for n, row in enumerate(rows, 1) if row.endswith(f"// {mark}")]
        for mark in ("used", "perhaps")
    }


JS = "export function name() {}\nexport const keep = 1;\n"
CLASS = "export class C {\n  name() {}\n  keep() {}\n}\n"
GO = "package m\n\nfunc name() {}\n\nfunc Name() {}\n\nfunc Keep() {}\n"
RUST = "fn name() {}\n\npub fn shown() {}\n\npub fn keep() {}\n"
JAVA = "package p;\n\nclass A {\n  private int name() { return 1; }\n  int shown() { return 2; }\n  int keep;\n}\n"
TABLE = [
    ("src/a.js", "name", JS, {
        "import of it": ("src/b.js", "import {name} from './a' // used\nname() // used"),
        "import with suffix": ("src/b.js", "import {name} from './a.js' // used"),
        "import as another": ("src/b.js", "import {name as n} from '../src/a' // used\nn()"),
        "import from elsewhere": ("src/b.js", "import {name} from './c'\nname()"),
        "import of a package": ("src/b.js", "import {name} from 'pkg'\nname()"),
        "namespace": ("src/b.js", "import * as ns from './a'\nns.name() // used"),
        "required": ("src/b.js", "const lib = require('./a')\nlib.name() // used"),
        "attribute of something": ("src/b.js", "obj.name = 1; obj.name()"),
        "key and local": ("src/b.js", "const o = {name: 1}\nfunction f(name) { return name }"),
        "passed on": ("src/b.js", "export {name} from './a' // used"),
        "its own of that name": ("src/b.js", "function name() {}\nname()"),
        "in a template": ("src/b.ts", "import {name} from './a' // used\nconst s = `${name()}` // used"),
        "unknown global": ("src/b.js", "name()"),
    }),
    ("src/a.js", "C.name", CLASS, {
        "on an object": ("src/b.js", "x.name() // used"),
        "on an object, and another has it": ("src/b.js", "class D { name() {} }\nx.name() // perhaps"),
        "a plain name": ("src/b.js", "name()"),
        "this of another class": ("src/b.js", "class D { name() {}\n m() { this.name() } }"),
    }),
    ("m/a.go", "name", GO, {
        "same package": ("m/b.go", "package m\nfunc f() { name() } // used"),
        "another package": ("n/b.go", "package n\nfunc f() { name() }"),
        "a field and a local": ("m/b.go", "package m\ntype T struct { name int }\nfunc f(name int) { name++; t.name++ }"),
        "its own of that name": ("m/b_test.go", "package m_test\nfunc name() {}\nfunc f() { name() } // perhaps"),
    }),
    ("m/a.go", "Name", GO, {
        "by its package": ("n/b.go", "package n\nimport \"x/m\"\nfunc f() { m.Name() } // used"),
        "by another package": ("n/b.go", "package n\nimport \"x/k\"\nfunc f() { k.Name() }"),
        "of a value": ("n/b.go", "package n\nfunc f(m T) { m.Name() }"),
        "a plain name elsewhere": ("n/b.go", "package n\nfunc f() { Name() }"),
    }),
    ("src/a.rs", "name", RUST, {
        "below": ("src/a/b.rs", "use super::*;\nfn f() { name() } // used"),
        "beside": ("src/b.rs", "fn f() { name() }"),
        "a method": ("src/a/b.rs", "fn f() { x.name() }"),
    }),
    ("src/a.rs", "shown", RUST, {
        "by its module": ("src/b.rs", "fn f() { crate::a::shown() } // used"),
        "used": ("src/b.rs", "use crate::a::shown; // used\nfn f() { shown() } // used"),
        "passed on perhaps": ("src/b.rs", "use other::shown; // perhaps\nfn f() { shown() } // perhaps"),
        "of a type": ("src/b.rs", "fn f() { Foo::shown() }"),
        "a local": ("src/b.rs", "fn f(shown: i32) { shown; }"),
    }),
    ("src/n.ts", "N.name", "export namespace N {\n  type name = 1;\n  type keep = 2;\n}\n", {
        "inside": ("src/b.ts", "import {N} from './n'\nlet a: N.name // used"),
        "a plain name elsewhere": ("src/b.ts", "let a: name"),
    }),
    ("a.c", "name", "static int name(void) { return 1; }\nint keep;\n", {
        "static elsewhere": ("b.c", "int f(void) { return name(); }"),
    }),
    ("a.c", "shown", "int shown(void) { return 1; }\nint keep;\n", {
        "elsewhere": ("b.c", "int f(void) { return shown(); } // used"),
        "a field and a local": ("b.c", "struct S { int shown; };\nint f(struct S *s, int shown) { return s->shown + shown; }"),
        "in a macro": ("b.h", "#define CALL() shown() // used"),
        "from C++": ("b.cc", "int f() { return shown(); } // used"),
        "its own of that name": ("b.c", "static int shown(void) { return 2; }\nint f(void) { return shown(); } // perhaps"),
    }),
    ("a.h", "S.f", "struct S {\n  int f;\n  int keep;\n};\n", {
        "on an object": ("b.c", "int g(struct S *s) { return s->f; } // used"),
        "a function of that name": ("b.c", "int f(void) { return 1; }\nint g(void) { return f(); }"),
    }),
    ("a.cc", "name", "static int other;\nint name() { return 1; }\nint keep;\n", {
        "elsewhere": ("b.cc", "int f() { return name(); } // used"),
        "from C": ("b.c", "int f(void) { return name(); } // used"),
        "locals and members": ("b.cc", "struct S { int name; };\nint f(S &s, int name) { return s.name + name; }"),
        "a member of the class around": ("b.cc", "struct S { int name(); int g() { return name(); } };"),
        "of a class, outside of it": ("b.cc", "struct S { int name(); int g(); };\nint S::g() { return name(); }"),
        "in a class without one": ("b.cc", "struct S { int g() { return name(); } }; // used"),
        "of a namespace": ("b.cc", "int f() { return app::name(); } // perhaps"),
        "global": ("b.cc", "int f() { return ::name(); } // used"),
        "a template's parameter": ("b.cc", "template <int name> int f() { return name; }"),
    }),
    ("a.cc", "other", "static int other;\nint keep;\n", {
        "static elsewhere": ("b.cc", "int f() { return other; }"),
    }),
    ("a.hh", "Box.size", "class Box {\n int size();\n int keep();\n};\n", {
        "on an object": ("b.cc", "int f(Box *b) { return b->size(); } // used"),
        "this": ("b.cc", "int Box::keep() { return this->size(); } // used"),
        "in a member": ("b.cc", "int Box::keep() { return size(); } // used"),
        "in a function": ("b.cc", "int f() { return size(); }"),
        "in another class": ("b.cc", "struct Sub : Box { int f() { return size(); } }; // perhaps"),
        "by its class": ("b.cc", "auto p = &Box::size; // used"),
        "by another": ("b.cc", "auto p = &Sub::size; // perhaps"),
        "defined outside": ("b.cc", "int Box::size() { return 1; }"),
        "another has it": ("b.cc", "struct S { int size(); };\nint f(S s) { return s.size(); } // perhaps"),
    }),
    ("a.hh", "app.name", "namespace app {\nint name();\nint keep();\n}\n", {
        "in the namespace": ("b.cc", "namespace app {\nint f() { return name(); } // used\n}"),
        "by the namespace": ("b.cc", "int f() { return app::name(); } // used"),
        "opened": ("b.cc", "using namespace app;\nint f() { return name(); } // used"),
        "brought": ("b.cc", "using app::name; // used\nint f() { return name(); } // used"),
        "by an argument perhaps": ("b.cc", "int f() { return name(); } // perhaps"),
        "a local": ("b.cc", "int f(int name) { return name; }"),
    }),
    ("p/A.java", "A.name", JAVA, {
        "private elsewhere": ("p/B.java", "package p;\nclass B { void m(A a) { a.name(); } }"),
    }),
    ("p/A.java", "A.shown", JAVA, {
        "on an object": ("p/B.java", "package p;\nclass B { void m(A a) { a.shown(); } } // used"),
        "a plain name": ("p/B.java", "package p;\nclass B extends A { void m() { shown(); } } // perhaps"),
        "a local": ("p/B.java", "package p;\nclass B { void m(int shown) { shown++; } }"),
        "imported": ("q/B.java", "package q;\nimport static p.A.shown; // used\nclass B {}"),
        "imported from another": ("q/B.java", "package q;\nimport static p.C.shown;\nclass B {}"),
    }),
]  # fmt: skip
CASES = [
    pytest.param(path, name, text, other, id=f"{path} {name}: {title}")
    for path, name, text, cases in TABLE
    for title, other in cases.items()
]


@pytest.mark.parametrize(("path", "name", "text", "other"), CASES)
def test_who_uses_it(path, name, text, other, tmp_path):
    where, using = other
    marked = lines(where, using)
    plain = using.replace(" // used", "").replace(" // perhaps", "")
    used, unsure = cut(tmp_path, path, name, {path: text, where: plain + "\n"})
    assert used == marked["used"]
    if not used:
        assert unsure == marked["perhaps"]


@pytest.mark.parametrize(
    ("path", "name", "text", "used"),
    [
        ("a.ts", "N.name", "namespace N {\n  type name = 1;\n  type keep = name;\n}\n", ["a.ts:3"]),
        (
            "a.ts",
            "C.name",
            "function name() {}\nclass C {\n  name() { name(); }\n  keep() { name(); }\n}\n",
            [],
        ),
        ("a.rs", "inner.name", "mod inner {\n    fn name() {}\n    fn keep() { name(); }\n}\n", ["a.rs:3"]),
        (
            "a.rs",
            "inner.name",
            "mod inner {\n    pub fn name() {}\n    fn keep() {}\n}\nfn f() { inner::name(); }\n",
            ["a.rs:5"],
        ),
        ("A.java", "A.B", "class A {\n  class B {}\n  B b;\n}\n", ["A.java:3"]),
        (
            "a.go",
            "T.name",
            "package m\n\ntype T struct{}\n\nfunc (t T) name() {}\n\nfunc (t T) Keep() { t.name() }\n",
            ["a.go:7"],
        ),
    ],
)
def test_who_uses_it_in_its_own_file(path, name, text, used, tmp_path):
    assert cut(tmp_path, path, name, {path: text})[0] == used


def orphans(folder, path, name, files):
    write(folder / "tree", files)
    (folder / "p.yaml").write_text(
        f"{HEAD}      - file: {path}\n        edits:\n          - delete: {{definition: {name}}}\n",
        encoding="utf-8",
    )
    step = locate(load_plan(folder / "p.yaml"), folder / "tree", plain=True).steps[0]
    return step.orphans


LEFT = [
    pytest.param("a.c", "gone", {"a.c": "#include <x.h>\n#define LIM 3\nstatic int help(int n) { return n; }\nint shown(void) { return 1; }\nint gone(void) { return help(LIM) + shown(); }\nint keep;\n"},
        ["macro LIM a.c:2", "function help a.c:3"], id="c"),
    pytest.param("a.js", "gone", {"a.js": "import {x, y} from './b'\nimport z from 'z'\nfunction help() { z() }\nexport function gone() { help(x) }\nexport const k = y\n", "b.js": "export const x = 1, y = 2\n"},
        ["import x a.js:1", "import z a.js:2", "function help a.js:3"], id="script"),
    pytest.param("a.js", "gone", {"a.js": "function help() {}\nfunction told() {}\nexport default help\nexport {told}\nexport function gone() { help(told) }\n"}, [], id="script: exported later"),
    pytest.param("a.js", "gone", {"a.js": "const help = 1\nexport function gone(help) { help(); o.help }\n"}, [], id="script: a parameter and an attribute"),
    pytest.param("a.ts", "gone", {"a.ts": "import type {T} from './b'\nexport class C {\n  private help() {}\n  #own = 1\n  shown() {}\n}\nexport function gone(c: C): T { c.help(); c.#own; c.shown() }\n"},
        ["import T a.ts:1", "method C.help a.ts:3", "field C.#own a.ts:4"], id="script: types and private members"),
    pytest.param("m/a.go", "Gone", {"m/a.go": "package m\n\nimport \"fmt\"\n\nfunc Gone() { fmt.Println(help(), limit, Shown()) }\n\nfunc Shown() {}\n", "m/b.go": "package m\n\nconst limit = 1\n\nfunc help() int { return 1 }\n"},
        ["constant limit m/b.go:3", "function help m/b.go:5", "import fmt m/a.go:3"], id="go: a package"),
    pytest.param("m/a.go", "Gone", {"m/a.go": "package m\n\nfunc Gone() { help() }\n", "m/b.go": "package m\n\nfunc help() {}\n\nfunc Keep() { help() }\n"}, [], id="go: used in the package"),
    pytest.param("src/a.rs", "gone", {"src/a.rs": "use std::fmt;\n\nconst MAX: i32 = 1;\n\nfn help() -> i32 { MAX }\n\npub fn gone() { help(); fmt::x(); shown() }\n\npub fn shown() {}\n"},
        ["constant MAX src/a.rs:3", "function help src/a.rs:5", "import fmt src/a.rs:1"], id="rust"),
    pytest.param("src/a.rs", "gone", {"src/a.rs": "const MAX: i32 = 1;\n\npub fn gone() -> i32 { MAX }\n\npub fn k() { println!(\"{MAX}\") }\n"}, ["constant MAX src/a.rs:1"], id="rust: named in a string"),
    pytest.param("p/A.java", "A.gone", {"p/A.java": "package p;\n\nimport java.util.List;\n\nclass A {\n  private int f;\n  private void help() { f++; }\n  void gone(List<A> a) { help(); shown(); }\n  void shown() {}\n}\n"},
        ["field A.f p/A.java:6", "import List p/A.java:3", "method A.help p/A.java:7"], id="java"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "name", "files", "left"), LEFT)
def test_what_is_left_without_a_user(path, name, files, left, tmp_path):
    found = orphans(tmp_path, path, name, files)
    assert sorted(f"{o.kind} {o.name} {o.file}:{o.line}" for o in found) == sorted(left)


@pytest.mark.parametrize(("path", "name", "files", "left"), [p for p in LEFT if p.values[3]])
def test_the_offered_edits_take_it(path, name, files, left, tmp_path):
    found = orphans(tmp_path, path, name, files)
    assert all(orphan.edit for orphan in found)
    rest = "".join(f"      {line}\n" for orphan in found for line in orphan.edit.split("\n"))
    first = f"      - file: {path}\n        edits:\n          - delete: {{definition: {name}}}\n"
    (tmp_path / "p.yaml").write_text(
        f"{HEAD}{first}  - id: b\n    subject: s\n    edits:\n{rest}", encoding="utf-8"
    )
    steps = locate(load_plan(tmp_path / "p.yaml"), tmp_path / "tree", plain=True).steps
    gone = {row.located.label for edit in steps[1].edits for row in edit.ranges}
    assert gone == {orphan.name for orphan in found}


CALLER = "package m\n\n{}\n\nfunc gone() {{ {} }}\n\nfunc Keep() {{}}\n"
REFUSED = [
    pytest.param(CALLER.format('import "fmt"', 'fmt.Println("fmt")'), ["fmt"], False, id="one"),
    pytest.param(CALLER.format('import (\n\t"fmt"\n\t"os"\n)', "fmt.Println(os.Args)"), ["fmt", "os"], False, id="a whole group"),
    pytest.param(CALLER.format('import (\n\t"fmt"\n\t_ "os"\n)', "fmt.Println()"), ["fmt"], True, id="a group of which one stays"),
    pytest.param(CALLER.format('import "fmt"', "help()") + "\nfunc help() { fmt.Println() }\n", [], True, id="what an orphan still uses"),
    pytest.param(CALLER.format('import "C"', "C.puts()"), [], True, id="cgo"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "stays"), REFUSED)
def test_imports_that_go_refuses_without_a_user(text, names, stays, tmp_path):
    found = [
        orphan for orphan in orphans(tmp_path / "a", "a.go", "gone", {"a.go": text}) if orphan.refused_by
    ]
    assert [(o.name, o.kind, o.refused_by) for o in found] == [(name, "import", "Go") for name in names]
    pasted = "".join(f"      {line}\n" for orphan in found for line in orphan.edit.split("\n"))
    first = "      - file: a.go\n        delete: {definition: gone}\n"
    (tmp_path / "p.yaml").write_text(f"{HEAD}{first}{pasted}", encoding="utf-8")
    step = locate(load_plan(tmp_path / "p.yaml"), tmp_path / "a" / "tree", plain=True).steps[0]
    assert [orphan for orphan in step.orphans if orphan.refused_by] == []
    after = step.changes[0].after.decode()
    assert all(f'"{name}"' not in after for name in names)
    assert ("import" in after) == stays


def test_no_other_language_refuses_an_import_without_a_user(tmp_path):
    files = {"a.ts": "import x from './b'\nexport function gone() { x() }\n"}
    assert [o.refused_by for o in orphans(tmp_path, "a.ts", "gone", files)] == [""]


JSON = '{{\n  "dependencies": {{\n    "lodash": "1",\n    "@a/b": "1"{}\n  }}\n}}\n'
SCRIPT = "import _ from 'lodash'\nexport function gone() { _.x() }\nexport const k = 1\n"
CARGO = '[dependencies]\nserde-json = "1"\nother = "1"\n'
MOD = "module m\n\nrequire (\n\tgithub.com/a/b v1.0.0\n\tgithub.com/a/bc v1.0.0\n)\n"
PACKAGES = [
    pytest.param("a.js", {"a.js": SCRIPT, "package.json": JSON.format("")}, ["lodash package.json:3"], id="script"),
    pytest.param("a.js", {"a.js": SCRIPT, "package.json": JSON.format(""), "b.ts": "const x = require('lodash/map')\n"}, [], id="script: imported elsewhere"),
    pytest.param("a.js", {"a.js": SCRIPT, "package.json": JSON.format(',\n    "@types/lodash": "1"')}, ["lodash package.json:3", "@types/lodash package.json:5"], id="script: with its types"),
    pytest.param("src/a.rs", {"src/a.rs": "pub fn gone() { serde_json::x() }\n\npub fn k() { other::x() }\n", "Cargo.toml": CARGO}, ["serde-json Cargo.toml:2"], id="rust"),
    pytest.param("src/a.rs", {"src/a.rs": "use serde_json::x;\n\npub fn gone() { x() }\n\npub fn k() {}\n", "Cargo.toml": CARGO}, ["serde-json Cargo.toml:2"], id="rust: an orphaned use"),
    pytest.param("a.go", {"a.go": 'package m\n\nimport "github.com/a/b/c"\n\nfunc gone() { c.X() }\n\nfunc K() {}\n', "go.mod": MOD}, ["github.com/a/b go.mod:4"], id="go"),
    pytest.param("a.go", {"a.go": 'package m\n\nimport "github.com/a/b/c"\n\nfunc gone() { c.X() }\n\nfunc K() {}\n', "b.go": 'package m\n\nimport "github.com/a/b"\n', "go.mod": MOD}, [], id="go: another package of the module"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "files", "left"), PACKAGES)
def test_dependencies_of_which_the_last_import_goes(path, files, left, tmp_path):
    found = [orphan for orphan in orphans(tmp_path, path, "gone", files) if orphan.kind == "dependency"]
    assert [f"{o.name} {o.file}:{o.line}" for o in found] == left
    assert all(o.edit for o in found)


def test_a_dependency_that_a_tool_names_is_said_to_be_named(tmp_path):
    files = {"a.js": SCRIPT, "package.json": JSON.format(""), "tool.json": '{\n  "uses": "lodash"\n}\n'}
    (found,) = [orphan for orphan in orphans(tmp_path, "a.js", "gone", files) if orphan.kind == "dependency"]
    assert found.why == "the last import of `lodash` goes: a.js:1; named at tool.json:2"


TWINS = {
    "C, under #ifdef": ("a.c", "#ifdef X\nint name(void) { return 1; }\n#else\nint name(void) { return 2; }\nint keep;\n#endif\n",
                        "b.c", "int f(void) { return name(); } // used"),
    "Rust, under cfg": ("src/a.rs", "#[cfg(unix)]\npub fn name() {}\n#[cfg(windows)]\npub fn name() {}\n",
                        "src/b.rs", "use crate::a::name; // used"),
    "TypeScript, merged": ("src/a.ts", "export interface name { a: 1 }\nexport interface name { b: 1 }\n",
                           "src/b.ts", "import {name} from './a' // used"),
    "JavaScript, bound again": ("src/a.js", "export var name = 1;\nexport var name = 2;\n",
                                "src/b.js", "import {name} from './a' // used"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text", "other", "use"), TWINS.values(), ids=TWINS)
def test_a_twin_in_the_file_makes_no_use_less(tmp_path, path, text, other, use):
    assert cut(tmp_path, path, "name, nth: -1", {path: text, other: use})[0] == lines(other, use)["used"]


def test_a_twin_in_another_file_of_the_package_makes_no_use_less(tmp_path):
    files = {"m/a_unix.go": GO, "m/a_windows.go": GO, "m/b.go": "package m\nfunc f() { name() } // used"}
    assert cut(tmp_path, "m/a_windows.go", "name", files)[0] == ["m/b.go:2"]


def test_what_a_namespace_that_is_opened_twice_loses_is_looked_for(tmp_path):
    text = "namespace app {\nint name() { return 1; }\n}\nnamespace app {\nint keep() { return name(); }\n}\n"
    assert cut(tmp_path, "a.cc", "app, nth: 1", {"a.cc": text})[0] == ["a.cc:5"]


HCL = """\
resource "random_pet" "name" {
  length = 2
}

data "random_pet" "name" {
}

variable "name" {
}

module "name" {
  source = "./name"
}

locals {
  name  = 1
  other = 2
}
"""
TERRAFORM = [
    ("resource.random_pet.name", {
        "its address": "x = random_pet.name.id // used",
        "in a template": 'x = "${random_pet.name.id}-a" // used',
        "all of it": "x = random_pet.name[*].id // used",
        "what must be there before": "depends_on = [random_pet.name] // used",
        "another type": "x = aws_autoscaling_group.name.arn",
        "its data": "x = data.random_pet.name.id",
        "a type that ends so": "x = my_random_pet.name.id",
        "an attribute": "x = var.tags.name",
        "a key": "name = 1",
    }),
    ("data.random_pet.name", {"its address": "x = data.random_pet.name // used", "the resource": "x = random_pet.name"}),
    ("variable.name", {"its address": "x = var.name // used", "a local": "x = local.name"}),
    ("module.name", {"its address": "x = module.name.out // used", "a variable": "x = var.name"}),
    ("locals.name", {"its address": "x = local.name // used", "a variable": "x = var.name"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row"),
    [pytest.param(name, row, id=f"{name} {how}") for name, rows in TERRAFORM for how, row in rows.items()],
)
def test_terraform_refers_by_addresses(name, row, tmp_path):
    text = f'output "o" {{\n  {row}\n}}\n'
    there = {"m/b.tf": text, "other/c.tf": text, "m/tool.sh": "echo name\n"}
    told = cut(tmp_path, "m/a.tf", name.replace(".", r"\."), {"m/a.tf": HCL, **there})
    used = lines("m/b.tf", text)["used"]
    assert told == (used, None if used else [])


def test_an_address_in_another_language_is_a_use(tmp_path):
    files = {"m/a.tf": HCL, "tool.sh": "terraform taint random_pet.name\nterraform taint aws_x.name\n"}
    assert cut(tmp_path, "m/a.tf", r"resource\.random_pet\.name", files) == (["tool.sh:1"], None)


@pytest.mark.parametrize(
    ("path", "text"), [("a.yml", "default:\n  a: 1\n"), ("a.xml", "<default><a/></default>\n")]
)
def test_the_words_of_a_file_of_data_that_goes_tell_nothing(path, text, tmp_path):
    write(tmp_path / "tree", {path: text, "m.js": "f(module.default)\n", "keep": ""})
    edits = f"      - delete_files: [{path}]\n        unreferenced: true\n"
    (tmp_path / "p.yaml").write_text(HEAD + edits, encoding="utf-8")
    result = locate(load_plan(tmp_path / "p.yaml"), tmp_path / "tree", plain=True)
    assert [f"{c.file}:{c.first_line}" for c in result.steps[0].edits[0].unsure] == ["m.js:1"]


NESTED = "namespace app {\nnamespace detail {\nint name() { return 1; }\nint keep;\n}\n}\n"
IN_MACROS = [
    pytest.param("a.c", "int name(void) { return 1; }\nint keep;\n", "name", {
        "b.c": "#define CALL() name() // used\n#define COUNT(x) ((x)->name + (x).name)\n"}, id="C"),
    pytest.param("a.cc", NESTED, r"app\.detail\.name", {
        "b.cc": "#define ONE app::detail::name() // used\n#define TWO ::other::name() // perhaps\n"}, id="C++, by a path"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "name", "there"), IN_MACROS)
def test_what_stands_before_a_name_in_a_macro_tells_whose_it_is(path, text, name, there, tmp_path):
    ((other, rows),) = there.items()
    assert cut(tmp_path, path, name, {path: text, **there}) == (lines(other, rows)["used"], None)


def test_a_name_of_another_namespace_in_a_macro_is_no_refusal(tmp_path):
    row = "#define TWO ::other::name() // perhaps\n"
    assert cut(tmp_path, "a.cc", r"app\.detail\.name", {"a.cc": NESTED, "b.cc": row}) == ([], ["b.cc:1"])


@pytest.mark.parametrize(
    ("take", "used"),
    [
        pytest.param('#include "lib/a.c"', ["b.c:2"], id="it takes the file in"),
        pytest.param('#include "lib/aa.c"', [], id="it takes another in"),
        pytest.param("int f(void);", [], id="it takes none in"),
    ],
)
def test_a_static_name_is_seen_by_who_includes_its_file(take, used, tmp_path):
    files = {
        "lib/a.c": "static int name(void) { return 1; }\nint keep;\n",
        "b.c": f"{take}\nint g(void) {{ return name(); }}\n",
    }
    assert cut(tmp_path, "lib/a.c", "name", files)[0] == used


def test_what_another_file_takes_in_and_uses_is_left_by_nobody(tmp_path):
    text = "static int name(void) { return 1; }\nint gone(void) { return name(); }\nint keep;\n"
    there = '#include "a.c"\nint g(void) { return name(); }\n'
    assert [o.name for o in orphans(tmp_path, "a.c", "gone", {"a.c": text})] == ["name"]
    assert not orphans(tmp_path / "two", "a.c", "gone", {"a.c": text, "b.c": there})


@pytest.mark.parametrize(
    ("path", "text", "other", "row", "told"),
    [
        pytest.param(
            "a.py",
            "name = 1\nkeep = 2\n",
            "b.ts",
            "console.name('a'); name()",
            "perhaps",
            id="Python in TypeScript",
        ),
        pytest.param(
            "a.py",
            "name = 1\nkeep = 2\n",
            "b.go",
            "package m\nfunc f() { x.name() }",
            "perhaps",
            id="Python in Go",
        ),
        pytest.param(
            "a.js",
            "export const name = 1\nexport const keep = 2\n",
            "b.py",
            "x.name()",
            "perhaps",
            id="JavaScript in Python",
        ),
        pytest.param("a.py", "name = 1\nkeep = 2\n", "b.sh", "tool name", "used", id="Python in a shell"),
        pytest.param("a.c", "int name(void);\nint keep;\n", "b.py", "lib.name()", "used", id="C in Python"),
    ],
)
def test_a_word_of_another_language(path, text, other, row, told, tmp_path):
    line = f"{other}:{row.count(chr(10)) + 1}"
    found = cut(tmp_path, path, "name", {path: text, other: f"{row}\n"})
    assert found == (([line], None) if told == "used" else ([], [line]))
