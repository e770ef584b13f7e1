"""C, C++ and HTML: what their grammars do not see is read by lines and tags, and doubt is a disagreement."""

import pytest

from patcher.source import SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Disagreement


def seen(path, text):
    return syntax_of(SourceFile(path, text.encode()), language_of(path))


def names(path, text):
    return [definition.name for definition in seen(path, text).definitions()]


def taken(path, text, name):
    (found,) = [each for each in seen(path, text).definitions() if each.name == name]
    return text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FOO_API int f(void);\n", ["f"], id="a macro before the type"),
        pytest.param("int CALL_CONV f(void) { }\n", ["f"], id="a macro behind the type"),
        pytest.param("void f(int a) NO_RETURN;\nint g;\n", ["f", "g"], id="a macro behind the parameters"),
        pytest.param("BEGIN_DECLS\n\nint g(void);\n\nEND_DECLS\n", ["g"], id="words on lines of their own"),
        pytest.param("struct __packed A { int a; } __packed;\n", ["A", "A.a"], id="attributes of a type"),
        pytest.param("struct A {\n    PyObject_HEAD\n    int a;\n};\n", ["A", "A.a"], id="members of a macro"),
        pytest.param("FOO_API int (*f)(int a) ATTR_X;\nint g;\n", ["f", "g"], id="a pointer to a function"),
        pytest.param("#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif\n", ["f"], id="C's linkage"),
        pytest.param("#define A (\nint f(void);\n#define B )\n", ["A", "f", "B"], id="brackets of macros"),
    ],
)  # fmt: skip
def test_macros_do_not_stand_in_the_way(text, expected):
    syntax = seen("a.c", text)
    assert [each.name for each in syntax.definitions()] == expected
    assert not syntax.faults()
    for each in syntax.definitions():
        assert isinstance(syntax.confirm(each.span, "definition"), str)


def test_a_header_is_of_the_language_of_its_words():
    assert names("a.h", "namespace a { struct B { int c(); }; }\n") == ["a", "a.B", "a.B.c"]
    assert names("a.h", "struct class *new(int private);\n") == ["new"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("#if A\nint a;\n", "is never closed", id="open"),
        pytest.param("int a;\n#endif\n", "has no `#if`", id="closed without one"),
        pytest.param("#if A\n#else\n#else\n#endif\n", "has no `#if`", id="two of else"),
    ],
)
def test_directives_without_a_partner_are_faults(text, message):
    (fault,) = seen("a.c", text).faults()
    assert message in fault.message


@pytest.mark.parametrize(("path", "package"), [("a.c", "tree_sitter_c"), ("a.cpp", "tree_sitter_cpp")])
def test_a_missing_grammar_names_the_extra(path, package, monkeypatch):
    from patcher.errors import SurroundingsError
    from patcher.syntax.grammar import parse

    def missing(name, entry):
        raise ImportError(name)

    monkeypatch.setattr(parse, "parser_of", missing)
    with pytest.raises(SurroundingsError) as caught:
        seen(path, "int a;\n").definitions()
    assert package in caught.value.problems[0].message
    assert "patcher[languages]" in caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param('<ul><li id="a">x<li>y</ul>\n', "a", '<li id="a">x', id="no end tag"),
        pytest.param('<br id="a"><p>y</p>\n', "a", '<br id="a">', id="void"),
        pytest.param(
            '<p id="a"><script>"</p>"</script></p>\n',
            "a",
            '<p id="a"><script>"</p>"</script></p>',
            id="script",
        ),
        pytest.param(
            '<p id="a" title="a>b">x</p>\n', "a", '<p id="a" title="a>b">x</p>', id="mark in a value"
        ),
    ],
)
def test_an_element_ends_where_the_standard_ends_it(text, name, expected):
    assert taken("a.html", text, name) == expected


def test_tags_that_do_not_close_each_other_are_in_doubt():
    text = '<div id="a"><b>x</div>\n'
    syntax = seen("a.html", text)
    (found,) = syntax.definitions()
    assert isinstance(syntax.confirm(found.span, "definition"), Disagreement)
    assert [fault.message for fault in syntax.faults()] == ["`<b>` is never closed"]


def test_a_block_of_a_template_is_not_cut():
    text = "{% if a %}\n<p>x</p>\n{% endif %}\n"
    syntax = seen("a.html", text)
    assert syntax.straddles(Span(0, 10)) is not None
    assert syntax.straddles(Span(11, 19)) is None
