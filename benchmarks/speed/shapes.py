"""Files of any length in every language: what stands in one, in shapes that differ, and how a plan takes one out.

In a shape `~x` is the name, `~w` a word, `~n` a number; a line that begins with `*` comes two to twelve times, each
time with words of its own.

>>> before, after, edits = file_in("toml", 40, 1)
>>> before.count("\\n") >= 40, len(after) < len(before), edits[0].startswith("section: ")
(True, True, True)
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_WORDS = re.findall(
    r"\w+",
    "account agent batch binary bucket cache cell chain channel cluster column commit config cursor delta digest domain "
    "event feature field frame gateway group handle header index journal key label layer ledger limit link lock "
    "member merge meter mirror module node offset packet page parser patch peer pool port probe proxy queue region "
    "relay report route schema segment shard signal slot snapshot socket source stage state stream table tenant timer "
    "token topic trace vector view volume watch window worker zone",
)
_HOLE = re.compile(r"~w|~n")


@dataclass(frozen=True)
class Shapes:
    """A language's file: its path, what stands before and behind all, and pairs of what takes a unit and the unit."""

    path: str
    units: tuple[tuple[str, str], ...]
    head: str = ""
    tail: str = ""


def file_in(language: str, lines: int, takes: int) -> tuple[str, str, list[str]]:
    """Return a file of at least so many lines, the same without some units, and the selectors that take these."""
    shapes, rng = SHAPES[language], random.Random(f"{language} {lines}")
    units: list[tuple[str, str]] = []
    count = shapes.head.count("\n") + shapes.tail.count("\n")
    while count < lines:
        selector, shape = rng.choice(shapes.units)
        name = f"{rng.choice(_WORDS)}_{rng.choice(_WORDS)}_{len(units)}"
        unit = _filled(shape, rng).replace("~x", name)
        units.append((selector.replace("~x", name), unit))
        count += unit.count("\n")
    step = len(units) // (takes + 1)
    gone = {step * (number + 1) for number in range(takes)}
    before = "".join(unit for _, unit in units)
    after = "".join(unit for index, (_, unit) in enumerate(units) if index not in gone)
    selectors = [units[index][0] for index in sorted(gone)]
    return shapes.head + before + shapes.tail, shapes.head + after + shapes.tail, selectors


def _filled(shape: str, rng: random.Random) -> str:
    rows: list[str] = []
    for row in shape.splitlines(keepends=True):
        rows += [row[1:]] * rng.randint(2, 12) if row.startswith("*") else [row]
    return _HOLE.sub(
        lambda hole: rng.choice(_WORDS) if hole.group() == "~w" else str(rng.randint(0, 99_999)),
        "".join(rows),
    )


_C = (
    (
        "definition: '~x'",
        """\
/* Return the ~w of a ~w, or -1 where its ~w is gone. */
static int ~x(struct ~w *~w, int limit)
{
	int found = ~n;

*	if (limit > ~n && found != 'x') { found += ~w_~w(limit, "~w \\"~w\\" {"); }
	return found; /* ~w */
}

""",
    ),
    (
        "definition: '~x'",
        """\
struct ~x {
*	unsigned int ~w_~n; /* the ~w of its ~w */
};

""",
    ),
    (
        "definition: '~x'",
        "enum ~x {\n    A_~n,\n*    K_~n = ~n, // ~w\n};\n\n",
    ),
)

SHAPES = {
    "python": Shapes(
        "a.py",
        (
            (
                "definition: '~x'",
                '''\
# The ~w of the ~w.
@~w.register("~w", limit=~n)
def ~x(~w, limit=~n):
    """Return the ~w of a ~w."""
    found = []
*    found.append((~w, limit, "~w", {"~w": ~n}))
    return found


''',
            ),
            (
                "definition: '~x'",
                """\
class ~x:
    limit = ~n

*    def ~w_~n(self, ~w): return f"{self.limit} ~w"


""",
            ),
        ),
        head="import sys\n\n\n",
    ),
    "toml": Shapes(
        "a.toml",
        (
            (
                "section: '^package\\.~x$', attached: true",
                """\
# The ~w behind the ~w.
[package.~x]
version = "~n.~n.~n"
*~w-~n = { version = ">=~n", optional = true } # ~w
files = [
*    {file = "~w-~n.whl", hash = "sha256:~n~n~n"},
]

""",
            ),
            (
                "section: '^tool\\.~x$'",
                '''\
[tool.~x]
about = """
Of the ~w, [~w] and "~w".
"""
*~w-~n = ["~w", "~w", ~n]
since = 2026-01-02T03:04:05Z

''',
            ),
        ),
        head='title = "x"\n\n',
    ),
    "yaml": Shapes(
        "a.yaml",
        (
            (
                "definition: '~x'",
                """\
# The ~w of the ~w.
~x:
  image: "~w:~n" # ~w
  command: [~w, --~w, "~n"]
  environment:
*    ~w_~n: '~w # ~n'
  steps:
*    - {name: ~w, limit: ~n}

""",
            ),
            (
                "definition: '~x'",
                """\
~x:
  script: |
*    if ~w -n "~w": # { ~n
  needs:
*    - ~w-~n

""",
            ),
        ),
    ),
    "json": Shapes(
        "a.json",
        (
            (
                "definition: '~x'",
                """\
  "~x": {
    "version": "~n.~n.~n",
    "dev": true,
    "requires": {
*      "~w-~n": "^~n.~n \\"~w\\" {",
      "~w": null
    },
    "sizes": [~n, -~n.5, 1e5]
  },
""",
            ),
            ("definition: '~x'", '  "~x": ["~w", "~w", ~n],\n'),
        ),
        head="{\n",
        tail='  "last": 1\n}\n',
    ),
    "jsonc": Shapes(
        "a.jsonc",
        (
            (
                "definition: '~x'",
                """\
  // The ~w of the ~w.
  "~x": {
    "version": "~n.~n.~n", /* ~w */
    "requires": {
*      "~w-~n": "^~n.~n \\"~w\\" {",
    },
  },
""",
            ),
        ),
        head="{\n",
        tail='  "last": 1\n}\n',
    ),
    "markdown": Shapes(
        "a.md",
        (
            (
                "section: '^Of ~x$'",
                """\
## Of ~x

The ~w holds the ~w of a *~w*, and its `~w` is ~n.
Where a ~w is gone, see [~w](#~w-~n).

*- the ~w of the ~w: ~n

```sh
# Not a heading
*~w --~w ~n
```

""",
            ),
            (
                "section: '^On ~x$'",
                "## On ~x\n\n### The ~w ~n\n\n| ~w | ~w |\n| --- | --- |\n*| ~w | ~n |\n\nOf its ~w.\n\n",
            ),
        ),
        head="# Everything\n\n",
    ),
    "rst": Shapes(
        "a.rst",
        (
            (
                "section: '^Of ~x$'",
                """\
.. _ref-~x:

Of ~x
------------------------------------

The ~w holds the ~w of a *~w*, and its ``~w`` is ~n.

*- the ~w of the ~w: ~n

.. code-block:: sh

*   ~w --~w ~n

""",
            ),
            (
                "section: '^On ~x$'",
                "On ~x\n------------------------------------\n\n.. note:: Of the ~w.\n\n*:~w: the ~w of ~n\n\nA ~w::\n\n*    ~w ~n\n\n",
            ),
        ),
        head="Everything\n==========\n\n",
    ),
    "protobuf": Shapes(
        "a.proto",
        (
            (
                "definition: '~x'",
                "// The ~w of the ~w.\nmessage ~x {\n  reserved ~n;\n*  optional string ~w_~n = ~n; // ~w\n  oneof ~w {\n    int32 x = 1;\n  }\n}\n\n",
            ),
            ("definition: '~x'", "enum ~x {\n  UNKNOWN_~n = 0;\n*  KIND_~n = ~n;\n}\n\n"),
            (
                "definition: '~x'",
                'service ~x {\n*  rpc ~w_~n(A) returns (stream B) { option (~w) = "~w {"; }\n}\n\n',
            ),
        ),
        head='syntax = "proto3";\n\n',
    ),
    "ini": Shapes(
        "a.ini",
        (
            (
                "section: '^~x$', attached: true",
                "; the ~w of the ~w\n[~x]\nlimit = ~n\n*~w-~n = ~w, ~w\npaths =\n*    ~w/~n\n# ~w\n\n",
            ),
            ("section: '^~x$', attached: true", "[~x]\n*~w.~n: ~w ; ~w\n\n"),
        ),
    ),
    "c": Shapes("a.c", _C, head="#include <stdio.h>\n\n"),
    "cpp": Shapes(
        "a.cpp",
        (
            *_C,
            (
                "definition: '~x'",
                "class ~x : public ~w {\n public:\n*  int ~w_~n(const std::vector<~w>& ~w) const { return ~n < limit_ ? ~n : 0; }\n\n private:\n  int limit_ = ~n; // ~w\n};\n\n",
            ),
            (
                "definition: '~x'",
                'template <typename T>\nauto ~x(T one) -> decltype(one) {\n*  ~w(R"x(~w " { ~n)x", one);\n  return one;\n}\n\n',
            ),
        ),
        head="#include <vector>\n\n",
    ),
    "go": Shapes(
        "a.go",
        (
            (
                "definition: '~x'",
                '// ~x returns the ~w of a ~w.\nfunc ~x(one *~w, limit int) (int, error) {\n*\tif limit > ~n { one.~w("~w {", `~w }`, ~n) }\n\treturn ~n, nil\n}\n\n',
            ),
            ("definition: '~x'", 'type ~x struct {\n*\tF~n string `json:"~w"` // ~w\n}\n\n'),
            ("definition: '~x'", "const (\n\t~x = ~n\n\tc_~n_~n = ~n\n)\n\n"),
        )[:2],
        head="package a\n\n",
    ),
    "rust": Shapes(
        "a.rs",
        (
            (
                "definition: '~x'",
                "/// The ~w of a ~w.\n#[inline]\npub fn ~x<'a>(one: &'a str, limit: u32) -> Option<&'a str> {\n*    if limit > ~n { ~w!(\"~w {}\", one, '\\''); }\n    None\n}\n\n",
            ),
            (
                "definition: '~x'",
                "#[derive(Debug, Clone)]\npub struct ~x {\n*    pub ~w_~n: Vec<u32>, // ~w\n}\n\n",
            ),
        ),
        head="use std::fmt;\n\n",
    ),
    "java": Shapes(
        "A.java",
        (
            (
                "definition: '~x'",
                "/** The ~w of a ~w. */\n@Deprecated\nclass ~x extends ~w {\n    private int limit = ~n;\n\n*    int ~w~n(String one) { return limit > ~n ? one.indexOf(\"~w {\") : '}'; }\n}\n\n",
            ),
            ("definition: '~x'", "enum ~x {\n    FIRST_~n,\n*    KIND_~n, // ~w\n    LAST_~n\n}\n\n"),
        ),
        head="package a;\n\n",
    ),
    "javascript": Shapes(
        "a.js",
        (
            (
                "definition: '~x'",
                "/** The ~w of a ~w. */\nexport function ~x(one, { limit = ~n } = {}) {\n*  if (one.~w > ~n) one.push(`~w ${limit + ~n} {`, /~w[}]/g, '~w');\n  return one;\n}\n\n",
            ),
            (
                "definition: '~x'",
                "class ~x extends ~w {\n*  ~w~n(one) { return this.limit + one / ~n; }\n}\n\n",
            ),
            ("definition: '~x'", "const ~x = {\n*  ~w~n: ['~w', ~n],\n};\n\n"),
        ),
    ),
    "typescript": Shapes(
        "a.ts",
        (
            (
                "definition: '~x'",
                "/** The ~w of a ~w. */\nexport function ~x<T>(one: T[], limit: number = ~n): T[] {\n*  if (limit > ~n) one.push(one[~n] as T);\n  return one;\n}\n\n",
            ),
            ("definition: '~x'", "export interface ~x {\n*  ~w~n?: Map<string, ~w>; // ~w\n}\n\n"),
            ("definition: '~x'", "type ~x =\n*  | '~w-~n'\n  | { kind: ~n };\n\n"),
        ),
    ),
    "shell": Shapes(
        "a.sh",
        (
            (
                "definition: '~x'",
                '# The ~w of a ~w.\n~x() {\n    local limit="${1:-~n}"\n*    if [ -n "$limit" ]; then echo "~w: ${limit##*/} $(~w "$2")"; fi\n}\n\n',
            ),
            (
                "definition: '~x'",
                "~x() {\n    cat <<EOT\n*~w: ~n }\nEOT\n    case $1 in ~w|~w) ~w ;; *) return ~n ;; esac\n}\n\n",
            ),
        ),
        head="#!/bin/bash\nset -e\n\n",
    ),
    "html": Shapes(
        "a.html",
        (
            (
                "statement: 'id=\"~x\"'",
                '<section id="~x" class="~w ~w">\n  <h2>Of the ~w</h2>\n*  <p>the <b>~w</b> of a <a href="#~w-~n">~w</a> &amp; ~n</p>\n  <!-- ~w -->\n</section>\n\n',
            ),
            ("statement: 'id=\"~x\"'", '<table id="~x">\n*<tr><td>~w</td><td>~n</td></tr>\n</table>\n\n'),
        ),
        head="<!DOCTYPE html>\n<html>\n<body>\n",
        tail="</body>\n</html>\n",
    ),
    "xml": Shapes(
        "a.xml",
        (
            (
                "definition: 'project\\.target\\.~x'",
                '<!-- the ~w of a ~w -->\n<target name="~x" depends="~w-~n">\n*  <copy file="~w/~n.txt" when="a > ~n">the ~w &amp; ~n</copy>\n  <!-- ~w -->\n</target>\n\n',
            ),
            (
                "item: '<artifactId>~x<'",
                "<dependency>\n  <artifactId>~x</artifactId>\n  <version>~n</version>\n*  <note><![CDATA[~w < ~n]]></note>\n</dependency>\n\n",
            ),
        ),
        head='<?xml version="1.0" encoding="UTF-8"?>\n<project>\n',
        tail="</project>\n",
    ),
    "css": Shapes(
        "a.css",
        (
            (
                "statement: '^\\.~x ', attached: true",
                '/* the ~w of a ~w */\n.~x > a:hover, #~w-~n {\n*  margin-~w: ~npx calc(1em + ~npx);\n  content: "~w }";\n}\n\n',
            ),
            ("statement: '\\(--~x:'", "@media (--~x: ~npx) {\n*  .~w-~n { display: none; }\n}\n\n"),
        ),
    ),
    "make": Shapes(
        "Makefile",
        (
            (
                "definition: '~x'",
                "# The ~w of a ~w.\n~x: ~w_~n.o ~w\n*\t$(CC) -o ~w ~n # $(~w)\n\n",
            ),
            (
                "definition: '~x'",
                "~x := ~w \\\n*    ~w_~n \\\n    ~w\n\n",
            ),
        ),
        head=".PHONY: all\n\n",
    ),
    "dockerfile": Shapes(
        "Dockerfile",
        (
            (
                "definition: '~x'",
                '# The ~w of a ~w.\nFROM ~w:~n AS ~x\nENV ~w=~n\nRUN ~w && \\\n*    ~w --~w "~n" && \\\n    true\nCMD ["~w", "--~w"]\n\n',
            ),
            ("definition: '~x'", "FROM ~w AS ~x\n*COPY --from=~w ~w-~n /~w/\nWORKDIR /~w\n\n"),
        ),
    ),
    "hcl": Shapes(
        "a.tf",
        (
            (
                "statement: '\"~x\"', attached: true",
                '# The ~w of a ~w.\nresource "~w" "~x" {\n  count = var.~w > ~n ? 1 : 0\n*  ~w_~n = "${var.~w}-~n"\n  tags = {\n*    ~w_~n = "~w"\n  }\n}\n\n',
            ),
            (
                "statement: '\"~x\"', attached: true",
                'variable "~x" {\n  type = string\n  default = <<EOT\n*~w: ~n }\nEOT\n}\n\n',
            ),
        ),
    ),
    "sql": Shapes(
        "a.sql",
        (
            (
                "definition: '~x'",
                "-- the ~w of a ~w\nCREATE TABLE ~x (\n    id INTEGER PRIMARY KEY,\n*    ~w_~n TEXT DEFAULT '~w; ''~w''', -- ~w\n    limit_~n INTEGER\n);\n\n",
            ),
            (
                "definition: '~x'",
                "CREATE VIEW ~x AS\n    SELECT\n*        ~w_~n,\n        ~w\n    FROM ~w WHERE id > ~n /* ~w */;\n\n",
            ),
        ),
    ),
    "text": Shapes(
        "a.txt",
        (("paragraph: 'Of ~x and'", "Of ~x and its ~w,\n*the ~w of a ~w is ~n,\nand no ~w.\n\n"),),
    ),
}
