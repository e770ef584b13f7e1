"""The shapes of the format: which keys each mapping has, what they take, what they mean.

One description serves the reader, the JSON Schema and the words of its errors. `build_plan` walks a
plan's nodes by it and collects every problem.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from patcher.errors import Place
from patcher.record import dataclass
from patcher.spec import kinds
from patcher.spec.kinds import Kind, Reader, Schema, close_to
from patcher.spec.model import CHECKS, EXTENTS
from patcher.spec.nodes import Mapping, Node, Scalar, Sequence, kind_of

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping. `kind` is a kind of value, or the name of another shape."""

    name: str
    kind: Kind | str
    doc: str
    required: bool = False
    many: bool = False  # with a shape's name: a list of such mappings


@dataclass(slots=True)
class Values:
    """What a mapping held: values by key, where each stands, and where the mapping begins."""

    place: Place
    values: dict[str, Any]
    places: dict[str, Place]
    keys: dict[str, Place]

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def get(self, key: str, default: Any = None) -> Any:
        """Return a key's value; a default where it is not there or was wrong."""
        value = self.values.get(key)
        return default if value is None else value


END = "end"  # a selector, or a plain pattern that is short for `line:`

_ANCHORS = (
    Key("line", kinds.REGEX, "each line in which the pattern is found"),
    Key("lines", kinds.LINES, "line numbers; `expect` must say their first and last line"),
    Key("text", kinds.REGEX, "the match itself, inside one line or across lines"),
    Key(
        "marker", kinds.MARKER, "literal code that ends in an opener and `<`: through the line of the closer"
    ),
    Key("block", kinds.REGEX, "a line, the deeper-indented lines below it, and its closer's line"),
    Key("statement", kinds.REGEX, "the innermost whole statement around the match"),
    Key("branch", kinds.REGEX, "one arm of a chain of branches"),
    Key("definition", kinds.REGEX, "the definition with that whole qualified name"),
    Key("import", kinds.REGEX, "one imported name, as bound or as its dotted path"),
    Key("entry", kinds.REGEX, "the innermost element of a comma-separated construct, with its comma"),
    Key("comment", kinds.REGEX, "the run of comment lines, or the comment at a line's end"),
    Key("paragraph", kinds.REGEX, "the run of non-blank lines around the match"),
    Key("section", kinds.REGEX, "a heading or a table with all that belongs to it"),
    Key("item", kinds.REGEX, "a list item with its sub-items"),
    Key("from", END, "the first end of a range; `through` or `until` is the second"),
)
_SELECTOR = (
    *_ANCHORS,
    Key("through", END, "the second end, which is in the range"),
    Key("until", END, "the second end, before which the range stops"),
    Key("within", "selector", "look only inside what this selects"),
    Key("attached", kinds.BOOLEAN, "take decorators and directly touching comments too"),
    Key("matching", kinds.REGEXES, "keep candidates whose text (a definition's name) has a match"),
    Key("except", kinds.REGEXES, "drop candidates whose text (a definition's name) has a match"),
    Key("nth", kinds.NTH, "the Nth candidate in file order; -1 is the last"),
    Key("plus", kinds.POSITIVE, "with `line`: so many lines after it too"),
    Key("expect", "expectation", "in `within`, at an end of a range and in `to`: what it must be"),
    Key("language", kinds.LINE, "the language to read the file in, instead of what its path says"),
)
_CONTENT = (
    Key("with", kinds.TEXT, "the text that is put there"),
    Key("with_file", kinds.PATH, "a file below the plan's folder whose bytes are put there"),
)
_ACTIONS = (
    Key("delete", "selector", "the ranges go"),
    Key("replace", "selector", "`with` takes the ranges' place"),
    Key("insert", "insertion", "`with` is put before or after a range, or at an end of the file"),
    Key("unwrap", "selector", "a compound statement is replaced by its body or its else branch"),
    Key("move", "selector", "the ranges leave and arrive at `to`"),
    Key("delete_files", kinds.PATHSPECS, "these files go"),
    Key("create_file", kinds.PATH, "a new file"),
    Key("rename_file", "renaming", "a file moves, or several move into a folder"),
    Key("chmod", "modes", "files become 644 or 755"),
)
_EDIT = (
    *_ACTIONS,
    *_CONTENT,
    Key("file", kinds.PATH, "the file that is edited"),
    Key("files", kinds.PATHSPECS, "the files that are edited"),
    Key("edits", "edit", "several edits of the file or files", many=True),
    Key("keep", kinds.choice("body", "else"), "what `unwrap` keeps"),
    Key("to", "destination", "where `move` puts the ranges"),
    Key("mode", kinds.MODE, "the mode of a created file"),
    Key("count", kinds.either("any", kinds.COUNT_NUMBER), "how many ranges there must be (1)"),
    Key("optional", kinds.BOOLEAN, "none is fine too"),
    Key("near", kinds.LINES, "where the author saw it: a hint that never decides alone"),
    Key("removes", kinds.REGEXES, "definitions that may go, and must, though no selector names them"),
    Key("unreferenced", kinds.choice("true", "false", "strict", schema={"enum": [True, False, "strict"]}),
        "no name that goes is still used by code; `strict`: nor by comments, strings, prose"),
    Key("expect", "expectation", "what the range must be"),
    Key("blank_lines", kinds.either("keep", kinds.NUMBER), "blank lines at the place: keep, or exactly N"),
    Key("leave", kinds.TEXT, "what stands in an emptied body; `nothing` takes the construct too"),
    Key("indent", kinds.choice("keep"), "put the text there as it stands"),
    Key("allow", kinds.NAMES, "codes of refusals that are accepted at this place"),
)  # fmt: skip
_CHECK = (
    Key("absent", kinds.REGEX, "no line matches"),
    Key("present", kinds.REGEX, "some line matches"),
    Key("count", kinds.REGEX, "as many lines match as `equals`, or `min` and `max`, say"),
    Key("unchanged", kinds.REGEX, "the matching lines are those of the base, file by file"),
    Key("only_in", kinds.PATHSPECS, "no other file has a line that `matches`"),
    Key("parses", kinds.PATHSPECS, "these files have no syntax error"),
    Key("unreferenced", kinds.NAMES, "no code uses these names"),
    Key(
        "run",
        kinds.COMMAND,
        "a command that exits 0 in a worktree of the step's commit; run by `verify --run`",
    ),
    Key("in", kinds.PATHSPECS, "where to look; the whole tree by default"),
    Key("only", kinds.choice("code"), "ignore comments and strings"),
    Key("equals", kinds.NUMBER, "how many lines, exactly"),
    Key("min", kinds.NUMBER, "how many lines at least"),
    Key("max", kinds.NUMBER, "how many lines at most"),
    Key("matches", kinds.REGEX, "the pattern of `only_in`"),
    Key("optional", kinds.BOOLEAN, "a pathspec may match no file"),
)

SHAPES: dict[str, tuple[Key, ...]] = {
    "plan": (
        Key("patcher", kinds.TEXT, "the format's version: 1", required=True),
        Key("plan", kinds.SLUG, "the plan's name, and its output folder's", required=True),
        Key("title", kinds.LINE, "the subject of the cover letter", required=True),
        Key("description", kinds.TEXT, "the body of the cover letter"),
        Key("author", "author", "whom the patches are from; else git's user"),
        Key("date", kinds.DATE, "the patches' date; else the base commit's"),
        Key("base", kinds.REVISION, "the revision that the plan is for"),
        Key("cover_letter", kinds.BOOLEAN, "write a cover letter too"),
        Key("decisions", kinds.TEXTS, "what was decided; shown in the brief and the cover letter"),
        Key("scope", "scope", "where edits may land"),
        Key("invariants", "check", "checks after every step, against the base", many=True),
        Key("steps", "step", "one patch each, in order", required=True, many=True),
    ),
    "author": (
        Key("name", kinds.PERSON, "the author's name", required=True),
        Key("email", kinds.PERSON, "the author's address", required=True),
    ),
    "scope": (
        Key("include", kinds.PATHSPECS, "every edit must land here"),
        Key("exclude", kinds.PATHSPECS, "no edit may land here"),
    ),
    "step": (
        Key("id", kinds.STEP_ID, "the step's name", required=True),
        Key("subject", kinds.LINE, "the commit's subject", required=True),
        Key("body", kinds.TEXT, "the commit's text"),
        Key("trailers", kinds.TRAILERS, "`Name: value` lines at the end of the message"),
        Key("edits", "edit", "what changes", required=True, many=True),
        Key("checks", "check", "what must hold afterwards", many=True),
        Key("expect_tree", kinds.TREE_ID, "the tree that the step must end in"),
    ),
    "edit": _EDIT,
    "selector": _SELECTOR,
    "insertion": (
        Key("before", "selector", "put it before this"),
        Key("after", "selector", "put it after this"),
        Key("at", kinds.choice("start", "end"), "put it at the file's start or end"),
    ),
    "destination": (
        Key("before", "selector", "put them before this"),
        Key("after", "selector", "put them after this"),
        Key("file", kinds.PATH, "in another file"),
    ),
    "renaming": (
        Key("from", kinds.PATHSPEC, "the file, or a pathspec", required=True),
        Key("to", kinds.DESTINATION, "the new path, or a folder ending in `/`", required=True),
    ),
    "modes": (
        Key("files", kinds.PATHSPECS, "the files", required=True),
        Key("mode", kinds.MODE, "644 or 755", required=True),
    ),
    "expectation": (
        Key("lines", kinds.LINES, "how many lines the range has: N, or from N-M"),
        Key("first", kinds.REGEX, "found in the first line"),
        Key("last", kinds.REGEX, "found in the last line"),
    ),
    "check": _CHECK,
}

ACTION_NAMES = tuple(key.name for key in _ACTIONS)
ANCHOR_NAMES = EXTENTS
CHECK_NAMES = CHECKS

Build = Callable[[Reader, Values], Any]


def only_one(
    reader: Reader, found: Values, names: tuple[str, ...], needs: str, has: str, hint: str | None = None
) -> str | None:
    """Return which of some keys is there; complain where none is (`needs`), or more than one (`has`)."""
    given = [name for name in names if name in found.keys]
    if len(given) == 1:
        return given[0]
    if given:
        both = " and ".join(f"`{name}`" for name in given)
        reader.wrong("conflicting-keys", f"{has}, and here are {both}", found.keys[given[1]], hint)
    else:
        reader.wrong("missing-key", needs, found.place, f"one of: {', '.join(names)}")
    return None


def read_shape(reader: Reader, node: Node, shape: str, build: dict[str, Build], key: str) -> Any:
    """Return the record of a mapping, or `None` where it is wrong; every problem is collected."""
    if shape == END and isinstance(node, Scalar):
        pattern = kinds.REGEX.read(reader, node, key)
        if pattern is None:
            return None
        return build["selector"](
            reader, Values(node.place, {"line": pattern}, {"line": node.place}, {"line": node.place})
        )
    shape = "selector" if shape == END else shape
    if not isinstance(node, Mapping):
        code, hint = ("wrong-type", None)
        if shape == "selector":
            hint = f"write it as `{key}: {{definition: NAME}}`, or with another anchor"
        reader.wrong(code, f"`{key}` takes a mapping, and here is {kind_of(node)}", node.place, hint)
        return None
    known = _keys_of(shape)
    found = Values(node.place, {}, {}, {})
    for name, value in node.pairs:
        if name.style == "?" or name.value == "<<":
            continue
        spec = known.get(name.value)
        if spec is None:
            hint = _elsewhere(name.value, shape) or _its_keys(name.value, known)
            reader.wrong("unknown-key", f"{_SAID[shape]} has no key `{name.value}`", name.place, hint)
            continue
        found.keys[name.value] = name.place
        found.places[name.value] = value.place
        found.values[name.value] = _value(reader, value, spec, build)
    for spec in _required(shape):
        if spec.name not in found:
            reader.wrong("missing-key", f"{_SAID[shape]} needs `{spec.name}`: {spec.doc}", node.place)
    return build[shape](reader, found)


@cache
def _keys_of(shape: str) -> dict[str, Key]:
    return {each.name: each for each in SHAPES[shape]}


@cache
def _required(shape: str) -> tuple[Key, ...]:
    return tuple(each for each in SHAPES[shape] if each.required)


def _elsewhere(key: str, shape: str) -> str | None:
    """Say that a key belongs on the other side of the selector's braces, where it does."""
    other = {"selector": "edit", "edit": "selector"}.get(shape)
    if other is None or all(each.name != key for each in SHAPES[other]):
        return None
    return f"`{key}` stands " + ("beside the action" if other == "edit" else "inside the selector")


def _its_keys(key: str, known: dict[str, Key]) -> str:
    close = close_to(key, known)
    return f"did you mean `{close}`?" if close else f"its keys are: {', '.join(known)}"


_SAID = {
    "plan": "a plan", "author": "`author`", "scope": "`scope`", "step": "a step", "edit": "an edit",
    "selector": "a selector", "insertion": "`insert`", "destination": "`to`", "renaming": "`rename_file`",
    "modes": "`chmod`", "expectation": "`expect`", "check": "a check",
}  # fmt: skip


def _value(reader: Reader, node: Node, spec: Key, build: dict[str, Build]) -> Any:
    if isinstance(spec.kind, Kind):
        return spec.kind.read(reader, node, spec.name)
    if not spec.many:
        return read_shape(reader, node, spec.kind, build, spec.name)
    if not isinstance(node, Sequence) or not node.items:
        what = "an empty list" if isinstance(node, Sequence) else kind_of(node)
        reader.wrong("wrong-type", f"`{spec.name}` takes a list, and here is {what}", node.place)
        return None
    return tuple(read_shape(reader, item, spec.kind, build, spec.name) for item in node.items)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a plan."""
    definitions = {name: _schema_of(name) for name in SHAPES if name != "plan"}
    definitions[END] = {"anyOf": [kinds.REGEX.schema, {"$ref": "#/definitions/selector"}]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "a plan for patcher",
        **_schema_of("plan"),
        "definitions": definitions,
    }


def schema_path() -> Path:
    """Return where the JSON Schema stands on this disk, as the package brings it."""
    from pathlib import Path

    return Path(__file__).with_name("plan.schema.json")


def _schema_of(shape: str) -> Schema:
    properties = {key.name: _schema_of_key(key, shape) for key in SHAPES[shape]}
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    required = [key.name for key in SHAPES[shape] if key.required]
    if required:
        schema["required"] = required
    one_of = {"selector": ANCHOR_NAMES, "check": CHECK_NAMES, "insertion": ("before", "after", "at")}.get(
        shape
    )
    if shape == "edit":
        one_of = (*ACTION_NAMES, "edits")
    if shape == "destination":
        one_of = ("before", "after")
    if one_of:
        schema["oneOf"] = [{"required": [name]} for name in one_of]
    return schema


def _schema_of_key(key: Key, shape: str) -> Schema:
    told: Schema = {"description": key.doc, "examples": [_example(key, shape)]}
    if isinstance(key.kind, Kind):
        schema = {"const": 1} if key.name == "patcher" else key.kind.schema
        return {**schema, **told}
    reference: Schema = {"$ref": f"#/definitions/{key.kind}"}
    if key.many:
        return {"type": "array", "items": reference, "minItems": 1, **told}
    return {"allOf": [reference], **told}


def _example(key: Key, shape: str) -> Any:
    """Return a key's example as an editor's YAML reads it."""
    import yaml

    from patcher.spec.examples import EXAMPLES

    return yaml.safe_load(EXAMPLES[shape][key.name])


def pattern_keys() -> frozenset[str]:
    """Return the keys that take a regular expression somewhere in a plan."""
    takes = (kinds.REGEX, kinds.REGEXES, END)
    return frozenset(key.name for keys in SHAPES.values() for key in keys if key.kind in takes)
