"""Files of which only comments, strings and brackets are known, and the registry of languages."""

from __future__ import annotations

import pytest
from ending import ends

from patcher.source import SourceFile, Span
from patcher.syntax import LANGUAGES, Syntax, language_names, language_of, syntax_of
from patcher.syntax.text import lexicon_of


def seen(path: str, text: str) -> Syntax:
    return syntax_of(SourceFile(path, text.encode()), language_of(path))


# Every `)` that stands in a string or comment must be skipped: the bracket of the first `(` closes at `^`.
BRACKETS = [
    pytest.param("a.c", "f(')', \")\", /* ) */ // )\n^)", id="c"),
    pytest.param("a.c", "f('\\'', ^)", id="c, an escaped quote"),
    pytest.param("a.cpp", 'f(R"x()")x", 1\'000, ^)', id="c++ raw string and parted digits"),
    pytest.param("a.go", "f(`)\\`, ')', ^)", id="go raw string"),
    pytest.param("a.rs", "f::<'a>(\"\n)\", r#\")\"#, b')', /* /* ) */ ) */ &'a x^)", id="rust"),
    pytest.param("a.java", 'f("""\n)"\n""", \')\', ^)', id="java text block"),
    pytest.param("a.js", "f(`)${g(`)`, ')', {a: 1})}`, /[)/]/, a / b, ^)", id="javascript"),
    pytest.param("a.ts", "f(x as /* ) */ Y, `${'}'}`^)", id="typescript"),
    pytest.param("a.cs", 'f(@"\\", @"""", ^)', id="c# verbatim"),
    pytest.param("a.kt", 'f("""\\""", ^)', id="kotlin raw"),
    pytest.param("a.sh", 'f=(\')\' ")" \\" $# # )\n ^)', id="shell"),
    pytest.param("a.sh", "x=(\n$(cat <<'EOF'\ndon't )\nEOF\n)\n^)", id="shell here-document"),
    pytest.param("a.sh", "x=($((1 <<EOFS))\n^)\nEOF\n", id="shell, a line like the beginning of a word"),
    pytest.param("a.sql", "f('it''s )', \")\", -- )\n $x$ ) $x$ ^)", id="sql"),
    pytest.param("a.lua", "f([==[ )]] ]==], --[[ )\n) ]]\n^)", id="lua"),
    pytest.param("a.hs", "f (x' {- ) {- -} ) -} ')' -- )\n^)", id="haskell"),
    pytest.param("a.php", "f(')', \"\n)\", // )\n^)", id="php"),
    pytest.param("a.rb", "f(')', # )\n^)", id="ruby"),
    pytest.param("a.ps1", 'f("`")", <# ) #> ^)', id="powershell"),
    pytest.param("a.tf", 'f(")", # )\n^)', id="hcl"),
    pytest.param("a.css", "f(')', /* ) */ ^)", id="css"),
    pytest.param("a.json", '[")" (^)]', id="json"),
    pytest.param("a.yaml", "a: (it's 'x)' # )\n ^)", id="yaml"),
    pytest.param("a.ini", "a = (it's # )\n ; )\n ^)", id="ini"),
    pytest.param("a.html", "<a b=')'>(don't <!-- ) --> ^)", id="html"),
    pytest.param("a.xml", "<a b = ')'>(don't a=\"( <![CDATA[ ) ]]> ) <!-- ) --> ^)</a>", id="xml"),
    pytest.param("a.ml", "f (* ) (* *) ) *) ( ')' ^)", id="ocaml"),
    pytest.param("a.tex", "f(\\% % )\n ^)", id="tex"),
    pytest.param("a.bzl", "f('''\n)''', # )\n^)", id="starlark"),
    pytest.param("Makefile", "f(don't # )\n^)", id="make"),
    pytest.param("a.unknown", "f('^)", id="unknown: no strings"),
]


@pytest.mark.parametrize(("path", "marked"), BRACKETS)
def test_brackets_skip_quoted_text(path: str, marked: str) -> None:
    closer = marked.index("^")
    text = marked.replace("^", "")
    syntax = seen(path, text)
    opener = next(o for o in syntax.lexis.code_brackets(0, len(text)) if text[o] == "(")
    if path == "a.ml":
        opener = text.rindex("(")
    assert syntax.lexis.closer_of(opener) == closer


COMMENTS = [
    pytest.param("a.c", "a // b\n/* c\n */ d\n", ["// b", "/* c\n */"], id="c"),
    pytest.param("a.c", '"// no" \'"\' // yes\n', ["// yes"], id="c strings"),
    pytest.param("a.js", "x = 'http://a' // b", ["// b"], id="an address in a string"),
    pytest.param("a.sh", "echo a#b $#c # d\n", ["# d"], id="shell: a blank before"),
    pytest.param("a.yaml", "a: b#c # d\n", ["# d"], id="yaml"),
    pytest.param("a.scss", "a { b: url(http://x) } // c\n", ["// c"], id="scss"),
    pytest.param("a.rb", "a\n=begin\nb\n=end\nc # d\n", ["\n=begin\nb\n=end", "# d"], id="ruby"),
    pytest.param("a.txt", "# a // b\n", [], id="text has none"),
    pytest.param("Dockerfile", "FROM a\n# b\n", ["# b"], id="dockerfile"),
    pytest.param("configure.ac", "dnl a\nB([x], [#if c]) dnl d\n# e\n", ["dnl a", "dnl d", "# e"], id="m4"),
    pytest.param("a.vim", "\" a\nlet x = 'y'\n", ['" a'], id="vim"),
]


@pytest.mark.parametrize(("path", "text", "expected"), COMMENTS)
def test_comments(path: str, text: str, expected: list[str]) -> None:
    syntax = seen(path, text)
    assert [text[s.start : s.end] for s in syntax.lexis.comments()] == expected


def test_such_a_file_has_no_constructs() -> None:
    syntax = seen("a.kt", "fun f(): Int { return 1 }\n")
    span = Span(0, 3)
    assert not syntax.definitions()
    assert not syntax.imports()
    assert syntax.statement_at(span) is None
    assert syntax.element_at(span) is None
    assert syntax.body_at(span) is None
    assert syntax.confirm(span, "block") is None
    assert syntax.straddles(span) is None
    assert syntax.fault_around([span]) is None
    assert not list(syntax.uses("f"))
    assert syntax.edge_state(0) == ""


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("a.py", "python", id="suffix"),
        pytest.param("dir.py/a", "text", id="a folder's suffix"),
        pytest.param("a.PYI", "python", id="upper case"),
        pytest.param("x/Makefile", "make", id="file name"),
        pytest.param("Dockerfile.dev", "dockerfile", id="file name before a dot"),
        pytest.param("CMakeLists.txt", "cmake", id="a file name before a suffix"),
        pytest.param(".gitignore", "hashed", id="a dot file"),
        pytest.param("src/config.h.in", "c", id="what a header is made of"),
        pytest.param("Makefile.in", "make", id="what a makefile is made of"),
        pytest.param("requirements.in", "hashed", id="a list"),
        pytest.param("x.spec.in", "hashed", id="what something unknown is made of"),
        pytest.param("app.yml.sample", "yaml", id="what a sample is of"),
        pytest.param("settings.py.example", "python", id="what an example is of"),
        pytest.param("words.sample", "text", id="a sample of nothing known"),
        pytest.param("x.conf2.dist", "text", id="what is given out"),
        pytest.param("page.html.j2", "html", id="a template that makes HTML"),
        pytest.param("values.yaml.gotmpl", "yaml", id="a template that makes YAML"),
        pytest.param("main.c.j2", "template", id="a template that makes C"),
        pytest.param("_helpers.tpl", "template", id="a template"),
        pytest.param("pyproject.toml", "toml", id="toml"),
        pytest.param("README", "text", id="no suffix"),
        pytest.param("", "text", id="nothing"),
        pytest.param("é.md", "markdown", id="beyond ASCII"),
        pytest.param("a.proto", "protobuf", id="protobuf"),
    ],
)
def test_a_path_tells_its_language(path: str, name: str) -> None:
    assert language_of(path).name == name


def test_an_override_counts_for_more_than_the_path() -> None:
    assert language_of("a.py", "text").name == "text"
    with pytest.raises(KeyError, match="`cobol` is not a language; known: batch, c, clojure"):
        language_of("a.py", "cobol")


def test_the_registry_names_each_thing_once() -> None:
    for part in ("suffixes", "filenames"):
        every = [one for language in LANGUAGES for one in getattr(language, part)]
        assert sorted(every) == sorted(set(every))
    assert len(language_names()) == len(LANGUAGES)


@pytest.mark.parametrize(
    "language", [x for x in LANGUAGES if x.module.endswith(".text")], ids=lambda x: x.name
)
def test_every_lexicon_compiles_and_ends(language) -> None:  # type: ignore[no-untyped-def]
    with ends():
        for text in (
            "'" * 5001,
            '"' * 5001,
            "`${" * 3000,
            "/* " * 3000,
            "<<A\n" * 1000,
            "/=/" * 3000,
            "(* {- " * 2000,
        ):
            assert len(seen_as(language, text).lexis.masked) == len(text)
    assert lexicon_of(language) is lexicon_of(language)


def seen_as(language, text: str) -> Syntax:  # type: ignore[no-untyped-def]
    return syntax_of(SourceFile("a", text.encode()), language)
