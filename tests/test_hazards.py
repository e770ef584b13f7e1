"""Every hazard of bytes and of headers in one plan, a step each: built, applied by git, taken back.

Each row tells the file before and after, the edits in the plan's own words, and nothing of patches.
"""

import json

import pytest
from gitbox import GitBox

from patcher import build, load_plan, verify
from patcher.errors import Refusal
from patcher.series import read_patch
from patcher.tree.model import EXECUTABLE, FILE

SEPARATORS = b"\x0b\n\x0c\nx\x1cy\n\x1d\n\x1e\n\xc2\x85\n\xe2\x80\xa8\n\xe2\x80\xa9\na\rb\n\r \n"
HEADERS = (
    b"--- a/f\n+++ b/f\n@@ -1 +1 @@\ndiff --git a/f b/f\nindex 0..1\nnew file mode 100644\nrename from f\n"
    b"GIT binary patch\nliteral 1\nFrom x Mon Sep 17 00:00:00 2001\n-- \n---\n\\ No newline at end of file\n"
    b"base-commit: 0\nIndex: f\n+\n-\n \n\\\n"
)
BLOCK = b"{\n  a\n  b\n  c\n  d\n}\n"
MANY = b"".join(b"go\n" if n % 100 == 50 else b"%d\n" % n for n in range(200_000))
TAKE = "delete: {line: '^go$'}, blank_lines: keep"


HEAD = [
    "patcher: 1",
    "plan: p",
    "title: t",
    "author: {name: A B, email: a@example.org}",
    "date: 2026-05-14T09:00:00+10:00",
    "steps:",
]


def take(count=1):
    return f"{{delete: {{line: '^go$'}}, blank_lines: keep, count: {count}, file: F}}"


def lines(first, last, action="delete", more=""):
    return f"{{{action}: {{lines: {first}-{last}}}, expect: {{first: '', last: ''}}{more}, file: F}}"


def swap(text):
    return f"{{replace: {{text: 'old'}}, with: {json.dumps(text)}, file: F}}"


def put(at, text):
    return f"{{insert: {{at: {at}}}, with: {json.dumps(text)}, file: F}}"


# name → before, edits, after; `F` is the file, and a side that is `None` is not there
BYTES = {
    "separators that are no line ends far above": (SEPARATORS * 200 + b"1\n2\n3\ngo\n", [take()], SEPARATORS * 200 + b"1\n2\n3\n"),
    "separators that are no line ends beside it": (SEPARATORS + b"go\n" + SEPARATORS, [take()], SEPARATORS + SEPARATORS),
    "separators within what goes and comes": (b"a\x0c\rold\x85\xe2\x80\xa8b\n", [swap("n\x0c\x85\u2028")], b"a\x0c\rn\x0c\xc2\x85\xe2\x80\xa8\x85\xe2\x80\xa8b\n"),
    "CR LF": (b"a\r\ngo\r\nb\r\n", [take(), put("end", "new")], b"a\r\nb\r\nnew\r\n"),
    "mixed line ends": (b"a\r\nb\ngo\r\nc\nd\r\n", [take()], b"a\r\nb\nc\nd\r\n"),
    "CR CR LF": (b"a\r\r\nold\r\r\nb\r\r\n", [swap("new")], b"a\r\r\nnew\r\r\nb\r\r\n"),
    "a lone CR at the end": (b"go\na\r", [take()], b"a\r"),
    "no newline on the old side": (b"a\ngo", [take()], b"a\n"),
    "no newline on the new side": (b"a\nold\n", ["{replace: {text: 'old\\n'}, with: new, file: F}"], b"a\nnew"),
    "no newline on both sides": (b"a\nold", [swap("new")], b"a\nnew"),
    "no newline in the context alone": (b"go\na\nb", [take()], b"a\nb"),
    "a newline comes to the last line": (b"a", [put("end", "b")], b"a\nb\n"),
    "a byte-order mark": (
        b"\xef\xbb\xbfgo\na\n",
        [lines(1, 1, more=", blank_lines: keep")],
        b"\xef\xbb\xbfa\n",
    ),
    "a byte-order mark amid": (b"a\n\xef\xbb\xbf\ngo\n", [take()], b"a\n\xef\xbb\xbf\n"),
    "bytes that are no UTF-8": (b"\xff\xfe\ngo\n\xc3\n\x80old\xf0\x9f\n", [take(), swap("new")], b"\xff\xfe\n\xc3\n\x80new\xf0\x9f\n"),
    "UTF-16 comes": (None, "with_file: utf16", "\ufeffa\nb\u2028\n".encode("utf-16-le")),
    "UTF-16 goes": ("\ufeffa\nb\u2028\n".encode("utf-16-be"), "delete", None),
    "a NUL far behind": (None, "with_file: far", b"x" * 8000 + b"\n\0\n"),
    "a NUL far behind, and an edit": (b"x" * 8000 + b"\n\0\ngo\n\0", [take()], b"x" * 8000 + b"\n\0\n\0"),
    "no newline at the end of what is created": (None, "with_file: bare", b"a\nb"),
    "all bytes there are": (None, "with_file: all", bytes(range(256)) * 300),
    "created empty": (None, "with: ''", b""),
    "an empty file goes": (b"", "delete", None),
    "emptied": (b"go\n", [take()], b""),
    "emptied of a line without newline": (b"go", [take()], b""),
    "filled": (b"", [put("start", "a")], b"a\n"),
    "a file without newline goes": (b"a\nb", "delete", None),
    "a file of nothing but a newline": (b"\n", "delete", None),
    "a megabyte in a line beside it": (b"m" * 2**20 + b"\ngo\n" + b"n" * 2**20, [take()], b"m" * 2**20 + b"\n" + b"n" * 2**20),
    "a megabyte in the line itself": (b"m" * 2**20 + b"old\n", [swap("new")], b"m" * 2**20 + b"new\n"),
    "lines that look like headers stay": (HEADERS + b"go\n" + HEADERS, [take()], HEADERS + HEADERS),
    "lines that look like headers go": (b"a\n" + HEADERS + b"b\n", [lines(2, 20, more=", blank_lines: keep")], b"a\nb\n"),
    "lines that look like headers come": (b"a\n", [put("end", HEADERS.decode())], b"a\n" + HEADERS),
    "edits side by side": (b"a\ngo\nold\ngo\nb\n", [take(2), swap("new")], b"a\nnew\nb\n"),
    "contexts that overlap": (b"1\ngo\n2\n3\n4\n5\ngo\n6\n", [take(2)], b"1\n2\n3\n4\n5\n6\n"),
    "contexts that touch": (b"1\ngo\n2\n3\n4\n5\n6\n7\ngo\n8\n", [take(2)], b"1\n2\n3\n4\n5\n6\n7\n8\n"),
    "both ends": (b"go\n" + b"%d\n" * 30 % tuple(range(30)) + b"go", [take(2)], b"%d\n" * 30 % tuple(range(30))),
    "one of many equal blocks": (BLOCK * 40, [lines(121, 126)], BLOCK * 39),
    "a line of one repeated line": (b"x\n" * 30, [lines(9, 9)], b"x\n" * 29),
    "2,000 hunks in 200,000 lines": (
        MANY + b"old",
        [take(2000), swap("new")],
        MANY.replace(b"go\n", b"") + b"new",
    ),
    "blank lines alone": (b"\n" * 9 + b"go\n" + b"\n" * 9, [take()], b"\n" * 18),
    "blanks at ends": (b"a \t\ngo\n \n\t\n", [take()], b"a \t\n \n\t\n"),
}  # fmt: skip

NAMES = [
    "a b", "two  blanks ", " lead", "tab\tx", "nl\nx", 'quote"x', "back\\slash", "b\\303\\274", "\xfc", "u\u0308", "\u65e5\u672c/\u672c",
    "x b/y", "b/a/b", "a b/a b", " /blank folder", "in /it", "-n", "--", "-", ":(top)x", ":!x", ":", "CASE", "case", "Case/x", "[x]*?", "**",
    "~", "#c", "!x", "{a => b}/c", "dev/null", "\x01\x7f", "a" * 250, "=>", "rename from x", "it's", "$(x)", "a;b", "%s", "...", "..x",
]  # fmt: skip
KINDS = [
    "edited",
    "created",
    "deleted",
    "renamed",
    "renamed and edited",
    "mode",
    "created empty",
    "deleted empty",
    "binary",
]


def quoted(text):
    """Return text as a YAML scalar in double quotes; JSON's escapes are YAML's."""
    return json.dumps(text).replace("\x7f", "\\x7f")


def literal(path):
    return "".join("\\" + char if char in "*?[]\\!" else char for char in path)


def by_name(kind, number, name):
    """Return an edit of a file of a name: paths before, paths after, edits."""
    path, text = quoted(f"{number}/{name}"), b"1\n2\ngo\n4\n"
    old, there = f"{number}/{name}", f"to{number}/{name}"
    if kind == "edited":
        return {old: (FILE, text)}, {old: (FILE, b"1\n2\n4\n")}, [f"{{{TAKE}, file: {path}}}"]
    if kind == "created":
        return {}, {old: (EXECUTABLE, b"x\n")}, [f"{{create_file: {path}, with: x, mode: 755}}"]
    if kind == "created empty":
        return {}, {old: (FILE, b"")}, [f"{{create_file: {path}, with: ''}}"]
    pathspec = quoted(literal(old))
    if kind in ("deleted", "deleted empty"):
        data = text if kind == "deleted" else b""
        return {old: (FILE, data)}, {}, [f"{{delete_files: [{pathspec}]}}"]
    if kind == "mode":
        return (
            {old: (FILE, text)},
            {old: (EXECUTABLE, text)},
            [f"{{chmod: {{files: [{pathspec}], mode: 755}}}}"],
        )
    if kind == "binary":
        return {}, {old: (FILE, bytes(range(256)) * 300)}, [f"{{create_file: {path}, with_file: all}}"]
    base = old.rpartition("/")[2]
    plain = literal(old) == old
    to = f"to{number}/{name}" if plain else f"to{number}/"
    there = to if plain else f"to{number}/{base}"
    edits = [f"{{rename_file: {{from: {pathspec}, to: {quoted(to)}}}}}"]
    if kind == "renamed":
        return {old: (FILE, text)}, {there: (FILE, text)}, edits
    edits.append(f"{{{TAKE}, file: {quoted(there)}}}")
    return {old: (FILE, text)}, {there: (FILE, b"1\n2\n4\n")}, edits


def steps():
    """Yield each hazard: its name, files before and after, and its edits."""
    for number, (name, (before, edits, after)) in enumerate(BYTES.items()):
        path = f"bytes/{number}.txt"
        if before is None:
            edits = [f"{{create_file: F, {edits}}}"]
        elif after is None:
            edits = ["{delete_files: [F]}"]
        rows = [edit.replace(": F", f": {path}").replace("[F]", f"[{path}]") for edit in edits]
        yield (
            name,
            {} if before is None else {path: (FILE, before)},
            {} if after is None else {path: (FILE, after)},
            rows,
        )
    for number, name in enumerate(NAMES):
        kind = KINDS[number % len(KINDS)]
        yield (f"{kind}: {name!r}", *by_name(kind, f"n{number}", name))
    yield ("renamed: in case alone", {"c/Name": (FILE, b"1\n")}, {"c/NAME": (FILE, b"1\n")},
           ["{rename_file: {from: c/Name, to: c/NAME}}"])  # fmt: skip
    yield ("edited: no UTF-8", {"i/\udcff \udc80": (FILE, b"1\ngo\n")}, {"i/\udcff \udc80": (FILE, b"1\n")},
           [f"{{{TAKE}, files: ['i/*']}}"])  # fmt: skip
    yield ("deleted: no UTF-8", {"d/\xfc\udcff": (FILE, b"1\n")}, {}, ["{delete_files: ['d/*']}"])
    for number, kind in enumerate(KINDS):
        yield (f"{kind}: another", *by_name(kind, f"k{number}", " /\xfc b/"[:-1]))


HAZARDS = list(steps())


@pytest.fixture(scope="module", params=["sha1", "sha256"])
def done(request, tmp_path_factory):
    """Everything built and verified once: the result, git's verdicts, the trees that git itself makes."""
    folder = tmp_path_factory.mktemp("hazards")
    rows = list(HEAD)
    before = {"keep": (FILE, b"keep\n")}
    for number, (_, files, _, edits) in enumerate(HAZARDS):
        before |= files
        rows += [
            f"  - id: s{number}",
            f"    subject: step {number}",
            "    edits:",
            *(f"      - {edit}" for edit in edits),
        ]
    (folder / "p.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for name, text in (
        ("utf16", BYTES["UTF-16 comes"][2]),
        ("far", BYTES["a NUL far behind"][2]),
        ("bare", b"a\nb"),
        ("all", bytes(range(256)) * 300),
    ):
        (folder / name).write_bytes(text)
    box = GitBox(folder / "repository", request.param)
    box.git("update-ref", "HEAD", box.commit(box.tree(before)))
    plan = load_plan(folder / "p.yaml")
    result = build(plan, box.folder, output=folder / "out")
    verdicts = verify(folder / "out" / "p", box.folder).verdicts
    trees, state = [], dict(before)
    for _, files, after, _ in HAZARDS:
        state = {path: entry for path, entry in state.items() if path not in files} | after
        trees.append(state)
    return result, verdicts, trees, box


@pytest.mark.parametrize("number", range(len(HAZARDS)), ids=[hazard[0] for hazard in HAZARDS])
def test_a_hazard(done, number):
    result, verdicts, _, _ = done
    _, before, after, _ = HAZARDS[number]
    tree = result.steps[number].after
    for path in before:
        assert path in after or tree.entry(path) is None
    for path, (mode, data) in after.items():
        assert (tree.mode(path), tree.read(path)) == (mode, data)
    assert verdicts[number].wrong == ()
    (file,) = read_patch(result.steps[number].patch.data, "p").files
    assert file.renamed is any("rename_file" in edit for edit in HAZARDS[number][3])


@pytest.mark.parametrize("number", [0, len(HAZARDS) // 2, len(HAZARDS) - 1])
def test_the_whole_tree_is_gits(done, number):
    result, _, trees, box = done
    assert result.steps[number].tree == box.tree(trees[number])


def test_only_one_repeated_line_fits_in_many_places_and_is_told(done):
    result = done[0]
    told = [hazard[0] for hazard, step in zip(HAZARDS, result.steps, strict=True) if step.warnings]
    assert told == ["a line of one repeated line"]


@pytest.mark.parametrize(
    "data", ["\ufeffa\nold\n".encode("utf-16-le"), b"old\n\0\n"], ids=["UTF-16", "a NUL"]
)
def test_what_git_takes_for_binary_is_not_edited(tmp_path, data):
    box = GitBox(tmp_path / "repository")
    box.git("update-ref", "HEAD", box.commit(box.tree({"f": (FILE, data)})))
    rows = [*HEAD, "  - id: s", "    subject: step", f"    edits: [{swap('new')}]".replace(": F", ": f")]
    (tmp_path / "p.yaml").write_text("\n".join(rows) + "\n")
    with pytest.raises(Refusal) as refused:
        build(load_plan(tmp_path / "p.yaml"), box.folder, output=tmp_path / "out")
    assert [problem.code for problem in refused.value.problems] == ["binary-target"]
    assert not (tmp_path / "out").exists()
