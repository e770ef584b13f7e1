"""Hostile files under a plan: deep nesting and long lines in every language that is read by more than its words.

    python -m benchmarks.reliability.targets [--levels 1000 10000 100000] [--only LANGUAGE...]

Each file has a line that one edit asks for, then a shape as deep as told, with a number or a name in its midst that is
replaced, then a construct that another edit asks for. What `build` says of it must be an answer or a refusal in words,
within the time and the memory below.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SECONDS, MEBIBYTES = 20, 1024

_PLAN = """patcher: 1
plan: p
title: T
date: 2026-01-01T00:00:00Z
author: {{name: A. M, email: a@example.org}}
steps:
  - id: a
    subject: x
    edits:
      - delete: {{line: marker_one}}
        file: '{name}'
        allow: [unasked-removal]
      - delete: {{{extent}: marker_two}}
        file: '{name}'
      - replace: {{text: '424242'}}
        with: '434343'
        file: '{name}'
        optional: true
"""


class Shape(NamedTuple):
    """What is written once a level before the middle, and once a level after it; between a head and a tail."""

    name: str
    opens: str
    closes: str = ""
    middle: str = ""
    head: str = ""
    tail: str = "\n"

    def text(self, levels: int) -> str:
        """Return the shape as deep as that."""
        middle = {"1": "424242"}.get(
            self.middle, f"{self.middle}424242" if self.middle.isalpha() else self.middle
        )
        return f"{self.head}{self.opens * levels}{middle}{self.closes * levels}{self.tail}"


class Target(NamedTuple):
    """A language: a file's name, a line with a marker, what finds it, and the shapes that are tried."""

    name: str
    line: str
    shapes: tuple[Shape, ...]
    extent: str = "statement"
    before: str = ""
    after: str = ""

    def text(self, shape: Shape, levels: int) -> str:
        """Return a whole file."""
        first, last = self.line.replace("@", "marker_one"), self.line.replace("@", "marker_two")
        return f"{self.before}{first}{shape.text(levels)}{last}{self.after}"


def _expressions(head: str, tail: str) -> tuple[Shape, ...]:
    """Return the shapes of brackets that nearly every language has; the last of them is never closed."""
    return (
        Shape("parentheses", "(", ")", "1", head, tail),
        Shape("lists", "[", "]", "1", head, tail),
        Shape("open lists", "[", "", "1", head, tail),
        Shape("closers", "]", "", "", head, tail),
        Shape("minus signs", "- ", "", "1", head, tail),
        Shape("one long line", "a + ", "", "1", head, tail),
        Shape("a long string", "a", "", "", f'{head}"', f'"{tail}'),
    )


def _statements(head: str = "void f() ") -> tuple[Shape, ...]:
    """Return the shapes of blocks in braces."""
    return (
        Shape("blocks", "{", "}", "", head),
        Shape("open blocks", "{", "", "", head),
        Shape("blocks on lines", "{\n", "}\n", "", head),
        Shape("ifs", "if (a) ", "", ";", head + "{ ", " }\n"),
        Shape("else ifs", "if (a) {} else ", "", "{}", head + "{ ", " }\n"),
        Shape("comments", "/*", "*/"),
    )


_INDENTED = Shape("steps of indentation", "")  # see `_stairs`

TARGETS = {
    "python": Target(
        "f.py",
        "@ = 1\n",
        (
            *_expressions("x = ", "\n"),
            Shape("attributes", "a.", "", "b", "x = "),
            Shape("calls", "()", "", "", "x = a"),
            Shape("lambdas", "lambda: ", "", "a", "x = "),
            Shape("f-strings", 'f"{', '}"', "a", "x = "),
            Shape("else ifs", "elif a:\n    pass\n", "", "", "if a:\n    pass\n"),
            Shape("ifs", "if a: "),
            Shape("decorators", "@a\n", "", "def f(): pass"),
        ),
    ),
    "c": Target(
        "f.c",
        "int @;\n",
        (
            *_expressions("int x = ", ";\n"),
            *_statements(),
            Shape("conditions", "#if A\n", "#endif\n"),
            Shape("open conditions", "#if A\n"),
            Shape("pointers", "*", "", "x", "int ", ";\n"),
            Shape("structs", "struct a {", "};"),
        ),
    ),
    "cpp": Target(
        "f.cpp",
        "int @;\n",
        (
            *_expressions("int x = ", ";\n"),
            *_statements(),
            Shape("namespaces", "namespace a {\n", "}\n"),
            Shape("scopes", "a::", "", "b", "int x = ", ";\n"),
            Shape("templates", "A<", ">", "b", "", " x;\n"),
            Shape("conditions", "#if A\n", "#endif\n"),
        ),
    ),
    "javascript": Target(
        "f.js",
        "let @ = 1;\n",
        (
            *_expressions("x = ", ";\n"),
            *_statements("function f() "),
            Shape("objects", "{a:", "}", "1", "x = ", ";\n"),
            Shape("templates", "`${", "}`", "1", "x = ", ";\n"),
            Shape("open templates", "`${", "", "1", "x = ", ";\n"),
            Shape("arrows", "a => ", "", "a", "x = ", ";\n"),
            Shape("attributes", "a.", "", "b", "x = ", ";\n"),
            Shape("classes", "class A { m() {", "} }"),
        ),
    ),
    "typescript": Target(
        "f.tsx",
        "let @ = 1;\n",
        (
            *_expressions("x = ", ";\n"),
            Shape("tags", "<a>", "</a>", "", "x = ", ";\n"),
            Shape("open tags", "<a>", "", "", "x = ", ";\n"),
            Shape("types", "A<", ">", "b", "type a = ", ";\n"),
            Shape("namespaces", "namespace a {\n", "}\n"),
        ),
    ),
    "go": Target(
        "f.go",
        "var @ = 1\n",
        (
            *_expressions("var x = ", "\n"),
            *_statements("func f() "),
            Shape("types", "[]", "", "a", "type x "),
        ),
        before="package a\n",
    ),
    "rust": Target(
        "f.rs",
        "const @: i32 = 1;\n",
        (
            *_expressions("const X: i32 = ", ";\n"),
            *_statements("fn f() "),
            Shape("modules", "mod a {\n", "}\n"),
            Shape("macros", "a!(", ")", "", "fn f() {", "}\n"),
            Shape("types", "A<", ">", "b", "type X = ", ";\n"),
        ),
    ),
    "java": Target(
        "f.java",
        "class @ {}\n",
        (
            *_expressions("class A { int x = ", "; }\n"),
            *_statements("class A { void f() "),
            Shape("classes", "class A {\n", "}\n"),
        ),
    ),
    "json": Target(
        "f.json",
        '"@": 1,\n',
        (
            Shape("lists", "[", "]", "1", '"x": ', ",\n"),
            Shape("objects", '{"a":', "}", "1", '"x": ', ",\n"),
            Shape("open lists", "[", "", "1", '"x": ', ",\n"),
            Shape("a long string", "a", "", "", '"x": "', '",\n'),
        ),
        before="{",
        after='"z": 0}\n',
    ),
    "yaml": Target(
        "f.yaml",
        "@: 1\n",
        (
            Shape("lists", "[", "]", "1", "x: "),
            Shape("open lists", "[", "", "1", "x: "),
            Shape("maps", "{a: ", "}", "1", "x: "),
            Shape("items", "- ", "", "1", "x:\n"),
            Shape("keys asked", "? ", "", "1", "x:\n  "),
            Shape("a long string", "a", "", "", 'x: "', '"\n'),
            _INDENTED,
        ),
    ),
    "toml": Target(
        "f.toml",
        "@ = 1\n",
        (
            *_expressions("x = ", "\n"),
            Shape("tables", "{a = ", "}", "1", "x = "),
            Shape("dotted keys", "a.", "", "b = 1", "x."),
            Shape("dotted headers", "a.", "", "b", "[", "]\n"),
        ),
    ),
    "ini": Target(
        "f.ini",
        "@ = 1\n",
        (
            Shape("brackets", "[", "]"),
            Shape("sections", "[a]\n"),
            Shape("a long value", "a", "", "", "x = "),
            _INDENTED,
        ),
        before="[a]\n",
    ),
    "markdown": Target(
        "f.md",
        "\n# @\n\n",
        (
            Shape("quotes", "> ", "", "a"),
            Shape("items", "- ", "", "a"),
            Shape("brackets", "[", "]", "a"),
            Shape("open brackets", "[", "", "a"),
            Shape("stars", "*", "*", "a"),
            Shape("backticks", "` "),
            Shape("links", "[a](", "", "b"),
            Shape("headings", "## a\n\n"),
            Shape("tags", "<a>"),
            _INDENTED,
        ),
        "section",
    ),
    "rst": Target(
        "f.rst",
        "\n@\n==========\n\na\n\n",
        (
            Shape("items", "* ", "", "a"),
            Shape("headings", "a\n-\n\n"),
            Shape("stars", "*", "", "a"),
            Shape("roles", ":a:`", "", "a"),
            Shape("line blocks", "| "),
            _INDENTED,
        ),
        "section",
    ),
    "shell": Target(
        "f.sh",
        "@=1\n",
        (
            Shape("substitutions", "$(", ")", "a", "x="),
            Shape("open substitutions", "$(", "", "a", "x="),
            Shape("quoted ones", '"$(', ')"', "a", "x="),
            Shape("parameters", "${a:-", "}", "a", "x="),
            Shape("sums", "(", ")", "1", "x=$((", "))\n"),
            Shape("groups", "{ ", "; }", "a"),
            Shape("ifs", "if a; then\n", "fi\n", "a\n"),
            Shape("open ifs", "if a; then\n"),
            Shape("cases", "case a in a)\n", ";; esac\n", "a\n"),
            Shape("here documents", "cat <<A\n"),
            Shape("a long string", "a", "", "", 'x="', '"\n'),
        ),
    ),
    "css": Target(
        "f.css",
        ".@ {}\n",
        (
            Shape("rules", "a{", "}"),
            Shape("media", "@media a {\n", "}\n"),
            Shape("open rules", "a{"),
            Shape("functions", "f(", ")", "1", "a { b: ", " }\n"),
            Shape("selectors", ":not(", ")", "a", "", " {}\n"),
        ),
    ),
    "html": Target(
        "f.html",
        "<p id=@></p>\n",
        (
            Shape("tags", "<div>", "</div>"),
            Shape("open tags", "<div>\n"),
            Shape("closers", "</div>"),
            Shape("open comments", "<!--"),
            Shape("attributes", "a=b ", "", "", "<div ", "></div>\n"),
            Shape("open paragraphs", "<p>"),
        ),
    ),
    "xml": Target(
        "f.xml",
        '<p id="@"/>\n',
        (
            Shape("tags", "<a>", "</a>"),
            Shape("open tags", "<a>\n"),
            Shape("closers", "</a>"),
            Shape("open comments", "<!--"),
            Shape("open CDATA", "<![CDATA["),
            Shape("open document types", "<!DOCTYPE a [<!ENTITY b 'c'>\n"),
            Shape("attributes", "a='b' ", "", "", "<a ", "/>\n"),
            Shape("open values", "<a b='"),
            Shape("records", "<a>1</a>\n", "", "", "<r>\n", "</r>\n"),
            Shape("references", "&a;", "", "", "<a>", "</a>\n"),
            Shape("spaces", "<a xml:space='preserve'>", "</a>"),
        ),
    ),
    "vue": Target(
        "f.vue",
        "<p id=@></p>\n",
        (Shape("tags", "<div>", "</div>"), Shape("braces", "{{", "}}", "a"), Shape("open braces", "{")),
    ),
    "hcl": Target(
        "f.tf",
        "@ = 1\n",
        (
            *_expressions("x = ", "\n"),
            Shape("blocks", "a {\n", "}\n"),
            Shape("templates", '"${', '}"', "a", "x = "),
            Shape("open templates", '"${', "", "a", "x = "),
            Shape("objects", "{ a = ", "}", "1", "x = "),
        ),
    ),
    "protobuf": Target(
        "f.proto",
        "message @ {}\n",
        (
            Shape("messages", "message A {\n", "}\n"),
            Shape("open messages", "message A {"),
            Shape("options", "{ a: ", "}", "1", "option (x) = ", ";\n"),
        ),
    ),
    "sql": Target(
        "f.sql",
        "select @;\n",
        (
            *_expressions("select ", ";\n"),
            Shape("cases", "case when a then ", " end", "1", "select ", ";\n"),
            Shape("selects", "(select ", ")", "1", "select ", ";\n"),
            Shape("blocks", "begin\n", "end;\n"),
            Shape("dollars", "$a$", "", "", "select ", ";\n"),
            Shape("comments", "/*", "*/"),
        ),
    ),
    "make": Target(
        "f.mk",
        "@ = 1\n",
        (
            Shape("references", "$(", ")", "a", "x = "),
            Shape("open references", "$(", "", "a", "x = "),
            Shape("conditions", "ifdef a\n", "endif\n"),
            Shape("open conditions", "ifdef a\n"),
            Shape("defines", "define a\n", "endef\n"),
            Shape("continued lines", "a \\\n", "", "", "x = "),
            Shape("targets", "a:\n\tb\n"),
        ),
    ),
    "dockerfile": Target(
        "Dockerfile",
        "ENV @=1\n",
        (
            Shape("substitutions", "$(", ")", "a", "RUN "),
            Shape("parameters", "${a:-", "}", "a", "ENV x="),
            Shape("continued lines", "a \\\n", "", "a", "RUN "),
            Shape("lists", "[", "]", "1", "RUN "),
            Shape("here documents", "RUN <<A\n"),
        ),
        before="FROM a\n",
    ),
    "text": Target("f.kt", "val @ = 1\n", _expressions("x = ", "\n") + _statements(), "block"),
}


def _stairs(levels: int) -> str:
    """Return lines that are indented one column deeper each; a megabyte of them is 1,400 levels."""
    return "".join(" " * level + "- a:\n" for level in range(min(levels, 1400))) + "\n"


def files(language: str, levels: int) -> Iterator[tuple[str, str]]:
    """Yield the name of each shape of a language, and a file of it."""
    target = TARGETS[language]
    for shape in target.shapes:
        if shape is _INDENTED:
            shape = Shape(shape.name, "", middle=_stairs(levels))
        yield shape.name, target.text(shape, levels)


def plan_of(language: str) -> str:
    """Return the plan whose two edits ask for the lines of a language's files."""
    target = TARGETS[language]
    return _PLAN.format(name=target.name, extent=target.extent)


class Measure(NamedTuple):
    """What a run took, and how it ended."""

    status: int
    seconds: float
    memory: int  # MiB
    words: str

    @property
    def well(self) -> bool:
        """Tell whether it ended in an answer or a refusal, within the bounds."""
        ended = self.status in (0, 1, 2) and "Traceback" not in self.words
        return ended and self.seconds <= SECONDS and self.memory <= MEBIBYTES


def measured(language: str, text: str, folder: Path) -> Measure:
    """Return what `build` takes for a file."""
    plan, said = folder / "plan.yaml", folder / "said"
    base = folder / "base"
    base.mkdir(exist_ok=True)
    (base / TARGETS[language].name).write_text(text)
    plan.write_text(plan_of(language))
    command = ["build", str(plan), "-C", str(base), "--dir", "-o", str(folder / "out"), "--timeout", "300"]
    with open(said, "wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "patcher", *command], stdout=file, stderr=file, preexec_fn=_limited
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    (base / TARGETS[language].name).unlink()
    words = said.read_text(errors="replace")
    return Measure(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10, words)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))


def _told(words: str) -> str:
    """Return the codes of the refusals in what a run says, or its first line."""
    codes = {row.split("[", 1)[1].split("]")[0] for row in words.splitlines() if row.startswith("error[")}
    return ", ".join(sorted(codes)) or words.strip().partition("\n")[0][:80]


def main() -> int:
    """Print a row a file; 1 where one took more than it may or ended in no words."""
    parser = argparse.ArgumentParser(description="Deep and long files in every language.")
    parser.add_argument("--only", nargs="+", choices=TARGETS, metavar="LANGUAGE", default=list(TARGETS))
    parser.add_argument("--levels", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for language in asked.only:
            for levels in asked.levels:
                for shape, text in files(language, levels):
                    took = measured(language, text, Path(folder))
                    wrong += not took.well
                    print(
                        f"{language:11} {shape:20} {levels:7}  {took.seconds:6.2f} s  {took.memory:4} MiB  "
                        f"exit {took.status}  {_told(took.words)}{'' if took.well else '  <-- too much'}",
                        flush=True,
                    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
