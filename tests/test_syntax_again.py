"""The tree of a file after an edit, read only where it changed: the tree of a fresh look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher.source import SourceFile, Span
from patcher.syntax.registry import language_of, syntax_of

PARTS = {
    "a.c": [
        "static int f(struct a *p, int n)\n{\n\tif (p->x == 'a')\n\t\treturn g(p, \"s\");\n\treturn 2;\n}\n",
        "#ifdef A\nint a = 1;\n#else\nint a = 2;\n#endif\n",
        "enum e { A, B, /* c */ C };\n",
        "struct s { int a; char b[3]; };\n",
        "#define M(x) \\\n\t((x) + 1)\n",
        'MODULE_LICENSE("GPL")\n',
        "// a comment\n",
    ],
    "a.cpp": [
        "class C : public B {\n public:\n  explicit C(int a) : a_(a) {}\n private:\n  int a_ = 0;\n};\n",
        "namespace n {\ntemplate <typename T> T id(T t) { return t < 2 ? t : T(); }\n}\n",
        'auto s = R"x(a " b)x";\n',
    ],
    "a.go": [
        "package a\n",
        'import (\n\t"fmt"\n\tb "c"\n)\n',
        'func (t *T) F(a int) (int, error) {\n\tm := map[string]int{"a": 1}\n\treturn len(m), nil\n}\n',
        'type T struct {\n\tA int `json:"a"`\n}\n',
        'var x = `raw\n" }`\n',
    ],
    "a.rs": [
        "#[derive(Debug)]\npub struct S { pub a: Vec<String>, b: Option<u32> }\n",
        'impl<\'a> S<\'a> {\n    fn f(&self) -> &\'a str { match 1 { 0 => "}", _ => r#"a"#, } }\n}\n',
        "macro_rules! m { ($a:expr) => { $a + 1 }; }\n",
        "/* a /* nested */ one */\n",
    ],
    "A.java": [
        "package p;\n",
        "import a.b.C;\n",
        "class A<T extends B> {\n  @Override\n  int m(int... a) { for (int x : a) { if (x > 3) return x; } return 0; }\n}\n",
        "enum E { X, Y { void f() {} }; int z; }\n",
    ],
    "a.js": [
        "export function f(a, {b, c}) {\n  return a.map((y) => ({k: y, v: `t${b + `${c}`}`})) / 2 / c;\n}\n",
        "const re = /a\\/[/]b/g, x = 4\n",
        "class A extends B { #p = 1; static m() { return this.#p } }\n",
        "let a = 1\nlet b = a\n(c || d)()\n",
    ],
    "a.ts": [
        "interface I<T> { a: string; b?: Map<string, T>; }\n",
        "async function f(a: I<number>, b = 3): Promise<string[]> {\n  return [a.a, b as unknown as string];\n}\n",
        "type U = 'a' | { [k in keyof I<U>]: U };\n",
    ],
    "a.css": [
        "/* a */\n.c > a:hover, #i { color: rgb(1, 2, 3); background: url(x.png) }\n",
        "@media (min-width: 3px) {\n  .m { display: none; }\n}\n",
    ],
    "a.tf": [
        'resource "a" "b" {\n  tags = { a = "b", c = var.x }\n  v = "${a ? "b" : c}"\n}\n',
        "locals {\n  t = <<EOT\na ${b}\nEOT\n}\n",
    ],
    "a.sh": [
        'f() {\n    local a="$1"\n    if [ -n "$a" ]; then echo "${a##*/} $(g "$b")"; fi\n}\n',
        "cat <<EOT\nhere $x\nEOT\n",
        "case $x in a|b) y ;; *) z ;; esac\n",
    ],
    "a.sql": [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'x');\n",
        "SELECT a, count(*) FROM t WHERE b IN (1, 2) GROUP BY a;\n",
    ],
}
PIECES = [
    "",
    "",
    "",
    "x",
    "\n",
    "}",
    "{",
    '"',
    "int a;\n",
    "// c\n",
    "/* c */",
    "(1, 2)",
    "é",
    ";",
    "#if A\n",
]


@st.composite
def edited(draw, name):
    """Return a file's text and changes to it: spans in order and apart, each with what takes its place."""
    parts = draw(st.lists(st.sampled_from(PARTS[name]), min_size=1, max_size=8))
    text = "\n".join(parts)
    starts = [0, *(at + 1 for at, mark in enumerate(text) if mark == "\n")]
    place = st.one_of(st.sampled_from(starts), st.integers(0, len(text)))
    ends = sorted(draw(st.lists(place, min_size=2, max_size=6)))
    changes, last = [], -1
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        if start > last:
            changes.append((Span(start, end), draw(st.sampled_from(PIECES))))
            last = end
    return text, changes


def seen(name, text):
    return syntax_of(SourceFile(name, text.encode()), language_of(name))


def nodes(node):
    return (node.type, node.start_byte, node.end_byte, node.is_missing, [nodes(c) for c in node.children])


@pytest.mark.parametrize("name", PARTS)
@given(data=st.data())
def test_the_tree_after_an_edit_is_that_of_a_fresh_look(name, data):
    text, changes = data.draw(edited(name))
    before = seen(name, text)
    assert before.root is not None
    new, last = "", 0
    for span, piece in changes:
        new += text[last : span.start] + piece
        last = span.end
    new += text[last:]
    after, fresh = seen(name, new), seen(name, new)
    after.follow(before, changes)
    assert nodes(after.root) == nodes(fresh.root)
    assert after.faults() == fresh.faults()
    assert after.definitions() == fresh.definitions()


@pytest.mark.parametrize("name", PARTS)
@given(data=st.data())
def test_what_is_scanned_again_is_as_if_all_of_it_were(name, data):
    """Blocks further apart than a scan reaches, and edits in them: strings and comments that open and close."""
    block = ("\n".join(PARTS[name]) + "\n") * (7000 // len("\n".join(PARTS[name])) + 1)
    texts, changes, size = [], [], 0
    for _ in range(4):
        text, made = data.draw(edited(name))
        changes += [(Span(span.start + size, span.end + size), piece) for span, piece in made]
        texts.append(text + "\n" + block)
        size += len(texts[-1])
    old, new, last = "".join(texts), "", 0
    for span, piece in changes:
        new += old[last : span.start] + piece
        last = span.end
    new += old[last:]
    before, after, fresh = seen(name, old), seen(name, new), seen(name, new)
    assert before.lexis.open_brackets(0) == ""
    after.follow(before, changes)
    assert after.lexis.masked == fresh.lexis.masked
    assert after.lexis._skips == fresh.lexis._skips
    depths, fresh_depths = after.lexis._depths, fresh.lexis._depths
    assert depths.offsets == fresh_depths.offsets
    assert all(depths.open_at(at) == fresh_depths.open_at(at) for at in depths.offsets[::7])
    few = all(not rule.closer for rule in after.lexis.lexicon.strings)
    assert (after.lexis._all_skips.regions is not None) == few
