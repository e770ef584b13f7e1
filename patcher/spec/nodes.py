"""YAML text as nodes with positions: the strict part of YAML that plans may use.

Every scalar is text. Aliases, tags, merge keys, several documents and characters that YAML counts
as line ends and git does not are refused. Lines and columns are 1-based, columns in characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

from patcher.errors import Place, PlanError, Problem
from patcher.expression import expression
from patcher.record import dataclass, field, replace

MOST_BYTES = 1 << 20
MOST_LEVELS = 64
MOST_NODES = 200_000  # texts, lists and mappings; 10,000 edits have some 100,000
MOST_PROBLEMS = 200
_MOST_WORDS = 600  # characters of a message; a plan can quote a megabyte into one

# A set with a character beyond U+00FF would cost ten times as much to compile.
_ODD = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)|\u2028|\u2029|\ufeff|\ufffe|\uffff")


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text, whether it was quoted, and where it stands; `start` is the first character of its content."""

    value: str
    place: Place
    style: str | None  # None: plain; ', ", | or >

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.value and self.style is None


@dataclass(slots=True)
class Sequence:
    """A list."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values in their order, each key once."""

    place: Place
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)
    first: dict[str, Scalar] = field(default_factory=dict)

    def get(self, key: str) -> Node | None:
        """Return a key's value."""
        return next((node for name, node in self.pairs if name.value == key), None)


Node = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    return "text" if isinstance(node, Scalar) else "a list" if isinstance(node, Sequence) else "a mapping"


def note(problems: list[Problem], problem: Problem) -> None:
    """Remember a problem, its message cut where it quotes too much; raises `PlanError` with all when they are too many."""
    message = problem.message
    if len(message) > _MOST_WORDS:
        half = _MOST_WORDS // 2
        problem = replace(problem, message=f"{message[:half]} ... {message[-half:]}")
    problems.append(problem)
    if len(problems) >= MOST_PROBLEMS:
        words = f"the plan has {MOST_PROBLEMS} errors or more, and what follows is not shown"
        hint = "mend these first, the topmost before all"
        raise PlanError(*problems, Problem("yaml-limit", words, plan=problem.plan, hint=hint))


def parse_nodes(
    data: bytes, path: str, patterns: AbstractSet[str] = frozenset()
) -> tuple[Mapping, str, list[Problem]]:
    """Return the plan's mapping, its text, and what is wrong with it as YAML (duplicate keys, tags, ...).

    `patterns` are the keys that take a regular expression, which wants quotes where YAML does not know it.
    Raises `PlanError` where it cannot be read as a mapping at all.
    """
    text = _decoded(data, path)
    problems: list[Problem] = []
    for problem in _odd_characters(text, path):
        note(problems, problem)
    if problems:
        raise PlanError(*problems)
    builder = _Builder(path, text, patterns)
    root = builder.build()
    if builder.fatal or not isinstance(root, Mapping):
        if not builder.problems:
            builder.complain("wrong-type", "the plan is not a mapping", Place(path, 1, 1), _SKELETON)
        raise PlanError(*builder.problems)
    return root, text, builder.problems


_SKELETON = "a plan begins with `patcher: 1`, `plan: NAME`, `title: TEXT` and `steps:`"


def _decoded(data: bytes, path: str) -> str:
    if len(data) > MOST_BYTES:
        message = f"the plan has {len(data):,} bytes, {MOST_BYTES:,} at most are read"
        raise PlanError(Problem("yaml-limit", message, plan=Place(path, 1, 1), hint="split it into several"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[wrong.start]:02x} is not UTF-8"
        place = Place(path, line, column)
        raise PlanError(
            Problem("yaml-character", message, plan=place, hint="save the plan as UTF-8")
        ) from None
    return text[1:] if text.startswith("\ufeff") else text


def _odd_characters(text: str, path: str) -> Iterator[Problem]:
    for match in _ODD.finditer(text):
        start = match.start()
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        name = (
            "a carriage return without a line feed"
            if match.group() == "\r"
            else f"U+{ord(match.group()):04X}"
        )
        yield Problem(
            "yaml-character",
            f"the plan holds {name}, which a plan may not",
            plan=Place(path, line, column),
            hint="take it out; in a pattern write it as an escape, such as `\\x0c` in single quotes",
        )


class _Builder:
    """Builds nodes from the parser's events with a stack of its own, so that depth cannot hurt."""

    def __init__(self, path: str, text: str, patterns: AbstractSet[str]) -> None:
        self.path = path
        self.text = text
        self.patterns = patterns
        self.problems: list[Problem] = []
        self.fatal = False
        self.nodes = 0

    @cached_property
    def rows(self) -> list[str]:
        """The lines of the plan."""
        return self.text.split("\n")

    def complain(self, code: str, message: str, place: Place, hint: str | None = None) -> None:
        note(self.problems, Problem(code, message, plan=place, hint=hint))

    def build(self) -> Node | None:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.stack: list[tuple[Node, Scalar | None]] = []
        self.root: Node | None = None
        self.documents = 0
        try:
            for event in yaml.parse(self.text, Loader=loader):
                if not self._take(event):
                    self.fatal = True
                    return None
        except yaml.MarkedYAMLError as wrong:
            from patcher.spec.complaints import complaint

            self.problems.append(complaint(wrong, self.text, self.path, self.patterns))
            self.fatal = True
        except yaml.YAMLError as wrong:
            self.complain("yaml-syntax", str(wrong).split("\n")[0], Place(self.path, 1, 1))
            self.fatal = True
        except RecursionError:
            self.complain("yaml-limit", "the plan is nested too deeply", Place(self.path, 1, 1))
            self.fatal = True
        return self.root

    def _take(self, event: Any) -> bool:
        """Take one event in; `False` says that reading on makes no sense."""
        name = type(event).__name__
        if name == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.complain("yaml-feature", "a plan is one document", self._place(event), "take `---` out")
                return False
        elif name == "AliasEvent":
            hint = "write the value out; a pattern that begins with `*` needs single quotes"
            self.complain(
                "yaml-feature",
                f"`*{event.anchor}` is an alias, which a plan may not use",
                self._place(event),
                hint,
            )
            self._put(Scalar("", self._place(event), "*"))
        elif name == "ScalarEvent":
            if not self._counted(event):
                return False
            self._refuse_marks(event)
            self._put(
                Scalar(event.value, self._place(event), None if event.style in (None, "") else event.style)
            )
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            if not self._counted(event):
                return False
            self._refuse_marks(event)
            node: Node = Mapping(self._place(event)) if name[0] == "M" else Sequence(self._place(event))
            if len(self.stack) >= MOST_LEVELS:
                self.complain(
                    "yaml-limit", f"the plan is nested deeper than {MOST_LEVELS} levels", node.place
                )
                return False
            self.stack.append((node, None))
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            node, _ = self.stack.pop()
            self._put(node)
        return True

    def _counted(self, event: Any) -> bool:
        """Count one more text, list or mapping; `False` where there are too many."""
        self.nodes += 1
        if self.nodes <= MOST_NODES:
            return True
        message = f"the plan has more than {MOST_NODES:,} texts, lists and mappings"
        self.complain("yaml-limit", message, self._place(event), "split it into several")
        return False

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        holder, key = self.stack[-1]
        if isinstance(holder, Sequence):
            holder.items.append(node)
        elif isinstance(holder, Mapping):
            if key is None:
                if not isinstance(node, Scalar):
                    self.complain("wrong-type", "a key must be text", node.place)
                    node = Scalar("", node.place, "?")
                first = holder.first.setdefault(node.value, node)
                if first is not node and node.style != "?":
                    message = f"`{node.value}` stands twice; first on line {first.place.line}"
                    self.complain("duplicate-key", message, node.place, "keep one of the two")
                if node.value == "<<" and node.style is None:
                    self.complain("yaml-feature", "`<<` merges keys, which a plan may not", node.place)
                self.stack[-1] = (holder, node)
            else:
                holder.pairs.append((key, node))
                self.stack[-1] = (holder, None)

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            hint = "a value that begins with `&` needs single quotes"
            self.complain(
                "yaml-feature",
                f"`&{event.anchor}` is an anchor of YAML, which a plan may not use",
                self._place(event),
                hint,
            )
        if event.tag is not None:
            hint = "every value is text; one that begins with `!` needs single quotes"
            self.complain(
                "yaml-feature", f"`{event.tag}` is a tag, which a plan may not use", self._place(event), hint
            )

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        if type(event).__name__ == "ScalarEvent" and end.line != start.line:
            rows = self.rows
            width = len(rows[start.line].rstrip("\r")) - start.column if start.line < len(rows) else 1
        return Place(self.path, start.line + 1, start.column + 1, max(1, width))
