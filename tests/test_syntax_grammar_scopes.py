"""Which words are uses of a name beyond a scope: each use is marked with its kind, `<kind:x>`."""

import re

import pytest

from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of

JS = [
    pytest.param("function f(x) { x }\n<name:x>()", id="a parameter"),
    pytest.param("function f() { let x; x; { x } }\n<name:x>", id="a block's variable"),
    pytest.param("function f() { { let x; x } <name:x> }", id="behind the block"),
    pytest.param("function f() { { var x } x }\n<name:x>", id="var is of the function"),
    pytest.param("x => x; <name:x>", id="an arrow's parameter"),
    pytest.param("function f({a: [b = <name:x>]}) { <name:x> }", id="a pattern, a default"),
    pytest.param("function f({a: x}, [y, x]) { x } <name:x>", id="a renamed pattern"),
    pytest.param("function f({<key:x>: a}) { <name:x> }", id="a pattern's key"),
    pytest.param("for (const x of <name:y>x) x; <name:x>".replace("<name:y>", ""), id="a loop"),
    pytest.param("for (x of a) x".replace("x", "<name:x>"), id="a loop without declaration"),
    pytest.param("try {} catch (x) { x } <name:x>", id="catch"),
    pytest.param("function f() { function x() {} x() } <name:x>", id="an inner function"),
    pytest.param("const a = function x() { x() }; <name:x>", id="the name of a function expression"),
    pytest.param("a.<attribute:x>; <name:x>.a; a[<name:x>]", id="behind a dot"),
    pytest.param("({<key:x>: 1, [<name:x>]: 2, <name:x>, x() {}})", id="an object's keys"),
    pytest.param("class A { x() {} static y() { this.<attribute:x>() } }", id="a method"),
    pytest.param("import {<import:x> as b} from './a'; export {<import:x>} from './b'", id="imports"),
    pytest.param("function x() {} export {<export:x>}; export {a as <key:x>}", id="exports"),
    pytest.param("<<name:x> <key:x>={<name:x>} />", id="JSX"),
    pytest.param("x: for (;;) break x", id="a label"),
    pytest.param("const s = 'x'; // x\n`${<name:x>}`", id="strings and comments"),
    pytest.param("const [x] = a; <name:x>", id="a definition of the file"),
]
TS = [
    pytest.param("function f(x: <name:x>): <name:x> { return x }", id="a parameter and a type"),
    pytest.param("function f<x>(a: x): x {} let b: <name:x>", id="a type parameter"),
    pytest.param("interface I { x: <name:x>; x(): void }", id="an interface's members"),
    pytest.param("enum E { x, y = 1 }; E.<attribute:x>", id="an enum's members"),
    pytest.param("class A { private x = <name:x>; m() { this.<attribute:x> } }", id="a field"),
    pytest.param("let f: (x: number) => <name:x>", id="a function's type"),
    pytest.param("type T = {[x in K]: x}; let b: <name:x>", id="a mapped type"),
    pytest.param("namespace N { type x = 1; let y: <name:x> }", id="a namespace"),
    pytest.param("declare global { interface x {} let y: <name:x> }", id="what is declared global"),
    pytest.param("import type {<import:x>} from './a'", id="a type's import"),
]
GO = [
    pytest.param("func f(x int) { x++ }\nvar a = <name:x>", id="a parameter"),
    pytest.param("func f() (x int) { return x }", id="a result"),
    pytest.param("func f() { x := <name:x>; x++ }", id="the right side is of the scope around"),
    pytest.param("func f() { <name:x>(); x := 1; x++ }", id="before the declaration"),
    pytest.param("func f() { if x := 1; x > 0 { x++ }\n<name:x>() }", id="an if's own"),
    pytest.param("func f() { for x := range a { x++ }\n<name:x>() }", id="a range"),
    pytest.param("func f() { for <name:x> = range a { <name:x>++ } }", id="a range that assigns"),
    pytest.param("func f() { switch x := a.(type) { case int: x() }\n<name:x>() }", id="a type switch"),
    pytest.param("func f() { select { case x := <-c: x() }\n<name:x>() }", id="a select"),
    pytest.param("func f() { func(x int) { x++ }(<name:x>) }", id="a closure"),
    pytest.param("func f() { const x = 1; var y, x2 = x, 1 }", id="local constants"),
    pytest.param("type T struct { x int; y <name:x> }\nfunc (t T) m() { t.<attribute:x>++ }", id="a field"),
    pytest.param("func (t T) x() { a.<attribute:x>() }", id="a method"),
    pytest.param("var a = T{<either:x>: <name:x>}", id="a literal's key"),
    pytest.param("func f[x any](a x) x { }\nvar b <name:x>", id="a type parameter"),
    pytest.param("func f() { x: for { break x } }\nfunc x() {}", id="a label"),
    pytest.param("var a p.<attribute:x>", id="another package's type"),
    pytest.param("type f func(x int) <name:x>", id="a function's type"),
]
RUST = [
    pytest.param("fn f(x: i32) { x; }\nstatic A: i32 = <name:x>;", id="a parameter"),
    pytest.param("fn f() { let x = <name:x>; x; }", id="the right side is of the scope around"),
    pytest.param("fn f() { <name:x>(); let (x, y) = a; x; }", id="before the let"),
    pytest.param("fn f() { if let Some(x) = <name:x> { x } else { <name:x> } }", id="if let, and its else"),
    pytest.param("fn f() { match a { S { x, .. } => x, A(x) if x > 0 => x, _ => <name:x> } }", id="arms"),
    pytest.param("fn f() { match a { S { <key:x>: y } => <name:x> } }", id="a field's pattern"),
    pytest.param("fn f() { for x in <name:x> { x } }", id="a loop"),
    pytest.param("fn f() { |x, y: i32| x + <name:z>x; <name:x>() }".replace("<name:z>", ""), id="a closure"),
    pytest.param("fn f() { x(); fn x() {} }\nstatic A: i32 = <name:x>;", id="an inner function"),
    pytest.param(
        "impl S { fn x(&self) { self.<attribute:x>(); Self::<path:x>(self); <name:x>() } }", id="a method"
    ),
    pytest.param("struct S { x: i32 }\nfn f() { S { <key:x>: 1 }; S { <name:x> } }", id="a field"),
    pytest.param("use a::b::<import:x>; use c::{<import:x> as d};", id="imports"),
    pytest.param("fn f() { m!(<name:x>, a.<attribute:x>, b::<path:x>); }", id="a macro's tokens"),
    pytest.param('fn f() { println!("{<text:x>} {<text:x>:?} x {{y}}"); }', id="a format string"),
    pytest.param("fn f<x>(a: x) -> x {}\ntype B = <name:x>;", id="a type parameter"),
]
C = [
    pytest.param("int f(int x) { return x; }\nint a = <name:x>;", id="a parameter"),
    pytest.param("int f(int (*g)(int x)) { return <name:x>; }", id="a parameter's parameter"),
    pytest.param("int f(int x);\nint a = <name:x>;", id="a prototype"),
    pytest.param("void f() { <name:x>(); int *x = a; x(); { x(); } }\nint a = <name:x>;", id="a local"),
    pytest.param("void f() { { int x; } <name:x>(); }", id="behind the block"),
    pytest.param("void f() { for (int x = 0; x; x++) x; <name:x>(); }", id="a loop"),
    pytest.param(
        "struct S { int x; int *y[2]; };\nvoid f() { s.<attribute:x>; p-><attribute:x>; }", id="a field"
    ),
    pytest.param("struct S s = {.<key:x> = <name:x>};", id="a designator"),
    pytest.param("struct x { int a; };\nstruct <name:x> *f(struct <name:x> *a);", id="a tag"),
    pytest.param("enum E { x, y = <name:x> };", id="an enumerator"),
    pytest.param("void f() { goto x; x: return; }", id="a label"),
    pytest.param("#define M(a) (<name:x>(a))\n#ifdef <name:x>\n#endif\n", id="macros"),
    pytest.param("#define x 1\nint a = <name:x>;", id="a macro's name"),
]
CPP = [
    pytest.param("S::S(int x) : a(x) { x++; }\nint a = <name:x>;", id="a parameter of a constructor"),
    pytest.param("auto f(int x) -> decltype(x);\nint a = <name:x>;", id="a parameter in the type behind it"),
    pytest.param("void f(int &x, int *&&y) { x; }\nvoid g(const A &x = <name:x>) { x; }", id="references and defaults"),
    pytest.param("void f() { for (auto &x : <name:x>) { x; } <name:x>; }".replace("<name:x>) {", "xs) {"), id="a loop"),
    pytest.param("void f() { if (auto x = g(); x) { x; } <name:x>; }", id="a condition"),
    pytest.param("void f() { while (auto x = g()) x; <name:x>; }", id="a loop's condition"),
    pytest.param("void f() { auto [x, y] = g(); x; }\nint a = <name:x>;", id="a structured binding"),
    pytest.param("void f() { g([](int x) { return x; }, <name:x>); }", id="a lambda"),
    pytest.param("void f() { g([x = 1] { return x; }, [<name:x>] {}); }", id="captures"),
    pytest.param("void f() { try {} catch (E &x) { x; } <name:x>; }", id="a catch"),
    pytest.param("template <class x> struct S { x a; };\n<name:x> b;", id="a type parameter"),
    pytest.param("template <int x> int f() { return x; }\nint b = <name:x>;", id="a value parameter"),
    pytest.param("class S { int x(); int y() { return <name:x>(); } };", id="a method"),
    pytest.param("int S::x() { return this-><attribute:x>(); }", id="a method outside its class"),
    pytest.param("template <class T> int *a::S<T>::x(int b) { return 0; }\nint S::x = 1;", id="members outside"),
    pytest.param("int f() { return a::<path:x> + S<int>::<path:x>() + ::<name:x>; }", id="paths"),
    pytest.param("namespace x { int y; }\nnamespace b = a;\nint c = <name:x>::y;", id="a namespace"),
    pytest.param("using a::<path:x>;\nusing x = int;\nvoid f() { using x = int; x a; }", id="usings"),
    pytest.param("class x { x(); ~x(); };\nvoid f(<name:x> a) { class x { int b; }; x c; }", id="classes"),
]  # fmt: skip
JAVA = [
    pytest.param("class A { void m(int x) { x++; } int a = <name:x>; }", id="a parameter"),
    pytest.param("class A { int x; int m() { return <name:x> + this.<attribute:x>; } }", id="a field"),
    pytest.param("class A { void m() { <name:x>(); int x = 1; x++; } }", id="before the declaration"),
    pytest.param("class A { void m() { for (int x : <name:x>) x++; <name:x>++; } }", id="a loop"),
    pytest.param("class A { void m() { f(x -> x, (x, y) -> x, <name:x>); } }", id="lambdas"),
    pytest.param("class A { void m() { try (R x = r) { x.f(); } catch (E x) { x.f(); } <name:x>++; } }", id="try"),
    pytest.param("class A { void x() { <name:x>(); o.<attribute:x>(); A::<attribute:x>; } }", id="a method"),
    pytest.param("class A { void m() { new B() { int x; void n() { <name:x>++; } }; <name:x>++; } }", id="an inner class"),
    pytest.param("import a.b.<import:x>; import static a.<import:x>;", id="imports"),
    pytest.param("class A { void m() { switch (e) { case <either:x>: break; } } }", id="a case"),
    pytest.param("@B(<key:x> = <name:x>) class A {}", id="an annotation"),
    pytest.param("class A<x> { x a; }\nclass B { <name:x> a; }", id="a type parameter"),
]  # fmt: skip
TABLES = [
    ("m.js", JS),
    ("m.ts", JS[:8] + TS),
    ("m.go", GO),
    ("m.rs", RUST),
    ("M.java", JAVA),
    ("m.c", C),
    ("m.cc", C + CPP),
]
_MARK = re.compile(r"<(name|attribute|key|path|import|export|either|text):(\w+)>")


def marked(text):
    """Return the text without its marks, and each marked use as its offset and kind."""
    uses, plain, end = [], "", 0
    for match in _MARK.finditer(text):
        plain += text[end : match.start()]
        uses.append((len(plain), match[1]))
        plain += match[2]
        end = match.end()
    return plain + text[end:], uses


def found_in(path, text, within=None):
    if path.endswith(".go"):
        text = "package p\n" + text
    syntax = syntax_of(SourceFile(path, text.encode()), language_of(path))
    shift = len("package p\n") if path.endswith(".go") else 0
    return sorted((use.span.start - shift, use.kind) for use in syntax.uses_of("x", within))


@pytest.mark.parametrize(
    ("path", "text"),
    [pytest.param(path, *p.values, id=f"{path}: {p.id}") for path, table in TABLES for p in table],
)
def test_uses(path, text):
    plain, uses = marked(text)
    assert found_in(path, plain) == uses


def test_a_part_of_the_file_gives_the_uses_in_it():
    text = "function f(x) { x }\nx(); x;\n"
    assert found_in("m.js", text, Span(20, 24)) == [(20, "name")]


@pytest.mark.parametrize(
    ("path", "text", "owner"),
    [
        ("m.js", "import * as ns from './a'; ns.x()", "ns"),
        ("m.js", "function f(ns) { ns.x() }", ""),
        ("m.js", "this.x()", "this"),
        ("m.js", "f().x()", ""),
        ("m.js", "import {x} from './a'", "./a"),
        ("m.go", 'import "a/util"\nfunc f() { util.x() }', "util"),
        ("m.go", "var a = T{x: 1}", "T"),
        ("m.rs", "use a::{b::{x}};", "a::b"),
        ("m.rs", "fn f() { a::b::x() }", "a::b"),
        ("m.rs", "fn f() { S { x: 1 } }", "S"),
        ("M.java", "import a.b.x;", "a.b"),
        ("M.java", "class A { int a = B.x; }", "B"),
    ],
)
def test_owners(path, text, owner):
    head = "package p\n" if path.endswith(".go") else ""
    syntax = syntax_of(SourceFile(path, (head + text).encode()), language_of(path))
    assert [use.owner for use in syntax.uses_of("x")] == [owner]
