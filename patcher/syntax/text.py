"""Text of any kind: how comments and strings are written, and no more than that.

One table gives the lexicon of many languages, so that the selectors that need no grammar can
tell code from text: `marker` skips brackets in quotes, `comment` finds comments. A language that
is not in the table has neither strings nor comments. Where a language cannot be told apart by
patterns alone (a regular expression from a division, say), the table leans to the side on which
a mistake ends with its line.

>>> from patcher.syntax.registry import language_of
>>> lexis = build(SourceFile("a.c", b'f("}", 1); /* ) */'), language_of("a.c")).lexis
>>> lexis.closer_of(1), lexis.kind_at(12)
(8, 'comment')
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from patcher.expression import expression
from patcher.record import replace
from patcher.source import SourceFile, Span
from patcher.syntax.lexicon import HASH, PLAIN, Lexicon, StringRule, quoted
from patcher.syntax.lexis import Lexis
from patcher.syntax.model import Chain, Language
from patcher.syntax.preprocessor import chains
from patcher.syntax.shell_quotes import double_end
from patcher.syntax.syntax import Syntax
from patcher.syntax.templates import cuts_block

_REACH = 5_000  # characters in which the end of a template literal is looked for
_INNER = 40  # how deep what stands in it may be nested


def build(source: SourceFile, language: Language) -> TextSyntax:
    """Return a file seen through its language's comments and strings alone."""
    is_template = language.name == "template"
    lexicon = _of_template(source.path) if is_template else lexicon_of(language)
    return TextSyntax(source, language, Lexis(source, lexicon))


class TextSyntax(Syntax):
    """A file of which no construct is known; `lexis` is all that it answers from."""

    @cached_property
    def _chains(self) -> tuple[Chain, ...]:
        return tuple(chains(self.source, self.lexis)) if self.language.name == "objc" else ()

    def chains(self) -> Sequence[Chain]:
        """Return the preprocessor's chains, where the language has one."""
        return self._chains

    def straddles(self, span: Span) -> Span | None:
        """Return a span that would cut a block of a template in two: `{{ if }}` from its `{{ end }}`."""
        is_template = self.language.name == "template"
        return span if is_template and cuts_block(self.source.text, span) else None


def lexicon_of(language: Language, dialect: str = "") -> Lexicon:
    """Return a language's lexicon: its own, else the table's, else one without strings and comments.

    A dialect is one of its own in the table.
    """
    return language.lexicon or _table().get(dialect or language.name, PLAIN)


def _of_template(path: str) -> Lexicon:
    """Return how a template writes comments and strings: as what it makes, `site.css` of `site.css.j2`, and its own."""
    from patcher.syntax.registry import language_of

    own, made = _table()["template"], lexicon_of(language_of(path.rpartition(".")[0]))
    return replace(made, block_comments=(*own.block_comments, *made.block_comments))


def template_end(text: str, start: int, end: int) -> int:
    """Return the end of a template literal, whose `${...}` may hold further ones (ECMA-262, 12.9.6)."""
    if text.find("${", start, end) < 0:
        return end
    stack, position, limit = ["`"], start + 1, end + _REACH
    while (
        0 < len(stack) <= _INNER
        and (match := _TEMPLATE[stack[-1] == "`"].search(text, position, limit)) is not None
    ):
        mark, position = match.group(), match.end()
        if mark in ("${", "{"):
            stack.append("{")
        elif (mark == "`" and stack[-1] == "`") or mark == "}":
            stack.pop()
        elif mark == "`":
            stack.append("`")
    return end if stack else position


_TEMPLATE = (
    expression(r"""[{}`]|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|//[^\n]*|/\*(?s:.*?)\*/"""),
    expression(r"\\(?s:.)|`|\$\{"),
)

_BLOCK = (("/*", "*/"),)
_DOUBLE = quoted('"')
_SINGLE = quoted("'")
_DOUBLE_LINES = quoted('"', multiline=True)
_SINGLE_LINES = quoted("'", multiline=True)
_LONG = quoted('"""', multiline=True)
_LONG_SINGLE = quoted("'''", multiline=True)
_RAW_LONG = quoted('"""', multiline=True, escape="")
_LITERAL = quoted("'", multiline=True, escape="")  # a doubled quote is two strings that touch
_RAW_BACKTICK = quoted("`", multiline=True, escape="")
_TEMPLATE_LITERAL = quoted("`", multiline=True, extend=template_end)
# One character in quotes and never a lone apostrophe: lifetimes, primes, digits parted by quotes.
_CHARACTER = StringRule(
    r"'(?:(?<![0-9A-Za-z_]')|(?<=\b[LuUbB]')|(?<=\bu8'))", r"(?:\\[^\n][^'\n]{0,9}|[^'\\\n])'"
)
_CPP_RAW = StringRule(r'R"(?P<cpp>[^\s()\\"]{0,16})\(', r'(?s:.*?)(?:\)(?P=cpp)"|\Z)', prefixes="uUL8")
_RUST_RAW = StringRule(r'\bb?r(?P<rust>#*)"', r'(?s:.*?)(?:"(?P=rust)|\Z)')
_SWIFT_RAW = StringRule(r'#(?P<swift>#*)"', r'(?s:.*?)(?:"#(?P=swift)|\Z)')
_VERBATIM = StringRule(r'@"', r'(?:[^"]++|"")*+"?', prefixes="$")
_LUA_LONG = StringRule(r"\[(?P<lua>=*)\[", r"(?s:.*?)(?:\](?P=lua)\]|\Z)")
_DOLLAR = StringRule(r"\$(?P<dollar>\w*)\$", r"(?s:.*?)(?:\$(?P=dollar)\$|\Z)")
_ESCAPING = StringRule(r"[eE]'(?<![A-Za-z0-9_][eE]')", r"(?:[^'\\]++|\\(?s:.)|'')*+'?")
_BRACKETED = StringRule(r"\[(?<![\w\])]\[)", r"[A-Za-z_][\w $#@.-]*+\]")
# The lines of data behind a `COPY ... FROM stdin;`, to the line that ends them.
_COPIED = StringRule(r"\n(?i:(?<=stdin;\n)|(?<=stdin;\r\n))", closer=r"\n\\\.(?=\r?(?:\n|\Z))")
_NIX_LONG = StringRule("''", r"(?:[^']++|'(?!')|''['$\\])*+(?:'')?")
_ESCAPED_QUOTE = StringRule(r"\\[\"'`]", "")
_HERE = StringRule(
    r"<<[-~]?[ \t]*\\?(?P<quote>[\"']?)(?P<tag>[A-Za-z_]\w*+)(?P=quote)",
    closer=r"\n[ \t]*+(?P<tag>[A-Za-z_]\w*+)[ \t]*+(?=\n|\Z)",
)
# A quote that begins a value; an apostrophe inside words is none.
_VALUE_DOUBLE = StringRule(r'"(?<![^\s\[{,(:=]")', r'(?:[^"\\\n]++|\\.)*+"?')
_VALUE_SINGLE = StringRule(r"'(?<![^\s\[{,(:=]')", r"(?:[^'\n]++|'')*+'?")
# An attribute's value, and in it what a template says on one line, whose quotes are its own.
_TEMPLATES = r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|<%[^\n]*?%>|<\?[^\n]*?\?>|[{<]"
_ATTRIBUTE_DOUBLE = StringRule(r'"(?<==")', rf'(?:[^"{{<]++|{_TEMPLATES})*+"?')
_ATTRIBUTE_SINGLE = StringRule(r"'(?<==')", rf"(?:[^'{{<]++|{_TEMPLATES})*+'?")
# A slash behind an operator, an opener or a word that wants a value begins a regular expression, never a
# division; so does one that begins a line and has no blank behind it.
_OPERATORS = "".join(rf"|(?<=[(,=:\[!&|?{{}};+>]{' ' * blanks}/)" for blanks in range(3))
_WORDS = "".join(rf"|(?<=\b{word} /)" for word in ("return", "typeof", "case", "in", "of", "do", "else"))
_STARTS = "".join(
    rf"|(?<=\n{indent * depth}/)(?!\s)" for indent, most in ((" ", 41), (r"\t", 13)) for depth in range(most)
)
_PATTERN = StringRule(
    rf"/(?![*/])(?:{(_OPERATORS + _WORDS + _STARTS)[1:]})",
    r"(?:[^/\\\[\n]++|\\[^\n]|\[(?:[^\]\\\n]++|\\[^\n])*+\])++/",
)


@cache
def _table() -> dict[str, Lexicon]:
    """Return the lexicons by language name."""
    slashes = ("//",)
    c = Lexicon(slashes, _BLOCK, (_DOUBLE, _CHARACTER))
    script = Lexicon(slashes, _BLOCK, (_DOUBLE, _SINGLE, _TEMPLATE_LITERAL, _PATTERN))
    shell = Lexicon(
        strings=(
            _ESCAPED_QUOTE,
            _HERE,
            StringRule(r"\$'", r"(?:[^'\\]++|\\(?s:.))*+'?"),
            _LITERAL,
            quoted('"', multiline=True, extend=double_end),
        ),
        spaced_comments=("#",),
        lone_closers=")",
    )
    markup = Lexicon(block_comments=(("<!--", "-->"),), strings=(_ATTRIBUTE_DOUBLE, _ATTRIBUTE_SINGLE))
    braces = (("{-", "-}"),)
    names = (_COPIED, _DOUBLE_LINES, _RAW_BACKTICK, _BRACKETED)
    return {
        "template": Lexicon(block_comments=(("{{/*", "}}"), ("{{- /*", "}}"), ("{#", "#}"))),
        "c": c,
        "objc": c,
        "cpp": Lexicon(slashes, _BLOCK, (_CPP_RAW, _DOUBLE, _CHARACTER)),
        "csharp": Lexicon(slashes, _BLOCK, (_VERBATIM, _RAW_LONG, _DOUBLE, _CHARACTER)),
        "go": Lexicon(slashes, _BLOCK, (_DOUBLE, _RAW_BACKTICK, _CHARACTER)),
        "rust": Lexicon(slashes, strings=(_RUST_RAW, _DOUBLE_LINES, _CHARACTER), nested_comments=_BLOCK),
        "java": Lexicon(slashes, _BLOCK, (_LONG, _DOUBLE, _CHARACTER)),
        "kotlin": Lexicon(slashes, strings=(_RAW_LONG, _DOUBLE, _CHARACTER), nested_comments=_BLOCK),
        "scala": Lexicon(slashes, strings=(_RAW_LONG, _DOUBLE, _CHARACTER), nested_comments=_BLOCK),
        "groovy": Lexicon(slashes, _BLOCK, (_LONG, _LONG_SINGLE, _DOUBLE, _SINGLE)),
        "swift": Lexicon(slashes, strings=(_LONG, _SWIFT_RAW, _DOUBLE), nested_comments=_BLOCK),
        "dart": Lexicon(slashes, strings=(_LONG, _LONG_SINGLE, _DOUBLE, _SINGLE), nested_comments=_BLOCK),
        "javascript": script,
        "typescript": script,
        "php": Lexicon(slashes, _BLOCK, (_DOUBLE_LINES, _SINGLE_LINES)),
        "css": Lexicon(block_comments=_BLOCK, strings=(_DOUBLE, _SINGLE)),
        "scss": Lexicon(block_comments=_BLOCK, strings=(_DOUBLE, _SINGLE), spaced_comments=slashes),
        "ruby": Lexicon((), (("\n=begin", "\n=end"),), (_DOUBLE_LINES, _SINGLE_LINES), ("#",)),
        "perl": Lexicon((), (("\n=pod", "\n=cut"), ("\n=head", "\n=cut")), (_DOUBLE, _SINGLE), ("#",)),
        "lua": Lexicon(("--",), (("--[[", "]]"), ("--[=[", "]=]")), (_LUA_LONG, _DOUBLE, _SINGLE)),
        "r": HASH,
        "julia": Lexicon(("#",), (), (_LONG, _DOUBLE_LINES, _CHARACTER), nested_comments=(("#=", "=#"),)),
        "haskell": Lexicon(("--",), strings=(_DOUBLE, _CHARACTER), nested_comments=braces),
        "elixir": Lexicon(("#",), strings=(_LONG, _LONG_SINGLE, _DOUBLE_LINES, _SINGLE)),
        "erlang": Lexicon(("%",), strings=(_DOUBLE_LINES, _SINGLE)),
        "ocaml": Lexicon(strings=(_DOUBLE_LINES, _CHARACTER), nested_comments=(("(*", "*)"),)),
        "clojure": Lexicon((";",), strings=(_ESCAPED_QUOTE, _DOUBLE_LINES)),
        "tcl": Lexicon(strings=(_ESCAPED_QUOTE, _VALUE_DOUBLE), spaced_comments=("#",)),
        "vim": Lexicon(strings=(quoted("'", escape=""),), spaced_comments=('"',)),
        "sql": Lexicon(("--",), _BLOCK, (*names, _DOLLAR, _ESCAPING, _LITERAL)),
        "mysql": Lexicon(("--",), _BLOCK, (*names, _SINGLE_LINES), spaced_comments=("#",)),
        "shell": shell,
        "fish": Lexicon(strings=(_ESCAPED_QUOTE, _DOUBLE_LINES, _SINGLE_LINES), spaced_comments=("#",)),
        "powershell": Lexicon(
            (),
            (("<#", "#>"),),
            (quoted('"', escape="`", multiline=True), _LITERAL),
            ("#",),
        ),
        "batch": Lexicon(spaced_comments=("::", "REM ", "rem ")),
        "make": Lexicon(spaced_comments=("#",)),
        "cmake": Lexicon(("#",), (("#[[", "]]"),), (_DOUBLE_LINES,)),
        "m4": Lexicon(spaced_comments=("dnl", "#"), lone_closers=")"),
        "dockerfile": Lexicon(strings=(_VALUE_DOUBLE,), spaced_comments=("#",)),
        "hcl": Lexicon(("//", "#"), _BLOCK, (_HERE, _DOUBLE)),
        "nix": Lexicon(("#",), _BLOCK, (_NIX_LONG, _DOUBLE_LINES)),
        "starlark": Lexicon(("#",), strings=(_LONG, _LONG_SINGLE, _DOUBLE, _SINGLE)),
        "graphql": Lexicon(("#",), strings=(_LONG, _DOUBLE)),
        "yaml": Lexicon(strings=(_VALUE_DOUBLE, _VALUE_SINGLE), spaced_comments=("#",)),
        "json": Lexicon(strings=(_DOUBLE,)),
        "jsonc": Lexicon(slashes, _BLOCK, (_DOUBLE, _SINGLE)),
        "ini": Lexicon(strings=(_VALUE_DOUBLE,), spaced_comments=("#", ";")),
        "hashed": Lexicon(strings=(_VALUE_DOUBLE,), spaced_comments=("#",)),
        "html": markup,
        "tex": Lexicon(("%",), strings=(StringRule(r"\\[%\\]", ""),)),
    }
