"""The records that a plan becomes: `Plan` → `Step` → `Edit` → `Selector`, each with its place.

Everything here is already checked: patterns compile, numbers are numbers, exactly one anchor
key and one action stand where one is asked for. The shapes that the YAML must have are in
`spec.shape`, which builds these records and the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from patcher.errors import Place
from patcher.record import dataclass, field

if TYPE_CHECKING:
    from patcher.source import LineRange

EXTENTS = (
    "line", "lines", "text", "marker", "block", "statement", "branch", "definition", "import",
    "entry", "comment", "paragraph", "section", "item", "from",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a range must be before it is touched: its number of lines, its first and last line."""

    lines: LineRange | None = None  # lowest and highest number of lines, both allowed
    first: str | None = None  # a pattern, searched in the line's text
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """An anchor, how far it grows, and what narrows its candidates.

    `extent` is one of `EXTENTS`. `anchor` is the pattern or the marker as written, `A-B` for
    `lines`, and `None` for `from`, whose two ends are selectors (a plain pattern there has been
    read as `line:`). `places` gives where each key's value stands, by the key's name in the plan.
    """

    extent: str
    anchor: str | None
    place: Place
    lines: LineRange | None = None  # for `lines: A-B`
    start: Selector | None = None  # for `from`
    through: Selector | None = None
    until: Selector | None = None
    within: Selector | None = None
    attached: bool | None = None  # None: the extent's default
    matching: tuple[str, ...] = ()
    dropping: tuple[str, ...] = ()  # `except` in the plan
    nth: int | None = None
    plus: int | None = None
    expect: Expect | None = None  # of a selector inside another, and of `to`
    language: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def takes_attached(self) -> bool:
        """Whether decorators and touching comments go along: as written, else the extent's default."""
        return self.extent == "definition" if self.attached is None else self.attached

    def place_of(self, key: str) -> Place:
        """Return where a key's value stands, else where the selector begins."""
        return self.places.get(key, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is put into a file: the plan's own TEXT, or the bytes of a file below the plan's folder."""

    text: str | None
    file: str | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """The ranges go."""

    selector: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """The content takes the ranges' place."""

    selector: Selector
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """The content is put before or after each range, or at an end of the file (no selector)."""

    side: Literal["before", "after", "start", "end"]
    selector: Selector | None
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrap:
    """A compound statement is replaced by its body or its else branch."""

    selector: Selector
    keep: Literal["body", "else"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The ranges leave and arrive before or after another range, perhaps in another file."""

    selector: Selector
    side: Literal["before", "after"]
    destination: Selector
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteFiles:
    """The files that the pathspecs match go."""

    pathspecs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateFile:
    """A new file comes, with mode 644 or 755."""

    path: str
    content: Content
    mode: int  # 0o644 or 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameFile:
    """One file moves to a path, or the files of a pathspec move into a folder (`to` ends in `/`)."""

    source: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chmod:
    """The files that the pathspecs match get mode 644 or 755."""

    pathspecs: tuple[str, ...]
    mode: int  # 0o644 or 0o755


TextAction = Delete | Replace | Insert | Unwrap | Move
FileAction = DeleteFiles | CreateFile | RenameFile | Chmod
Action = TextAction | FileAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One action with its guards. An entry of a plan that holds several edits has become several.

    `files` are pathspecs (empty for actions on whole files); `one_file` tells that the plan named
    a single path with `file:`. `count` is what was written, else None (1, or for actions on files
    named literally, their number).
    """

    action: Action
    name: str  # the action's key in the plan: "delete", "delete_files", ...
    place: Place
    files: tuple[str, ...] = ()
    one_file: bool = False
    count: int | Literal["any"] | None = None
    optional: bool = False
    near: LineRange | None = None
    removes: tuple[str, ...] = ()
    unreferenced: bool | Literal["strict"] = False
    expect: Expect | None = None
    blank_lines: int | Literal["keep"] | None = None
    leave: str | None = None  # TEXT that then stands in an emptied body, or "nothing"
    indent: Literal["keep"] | None = None
    allow: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def selector(self) -> Selector | None:
        """The selector of the action, where it has one."""
        return getattr(self.action, "selector", None)

    def place_of(self, key: str) -> Place:
        """Return where a key's value stands, else where the edit begins."""
        return self.places.get(key, self.place)


CHECKS = ("absent", "present", "count", "unchanged", "only_in", "parses", "unreferenced", "run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What must hold after a step (or, among the invariants, after every step).

    `kind` is one of `CHECKS`. `pattern` is the regex of `absent`, `present`, `count`, `unchanged`
    and, for `only_in`, the one given by `matches`. `paths` is `in:`, or the list that `only_in`
    or `parses` take; empty means the whole tree.
    """

    kind: str
    place: Place
    pattern: str | None = None
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # for `unreferenced`
    command: str | tuple[str, ...] | None = None  # for `run`: one string for sh, or an argv
    only_code: bool = False
    lowest: int | None = None  # for `count`: `equals` sets both
    highest: int | None = None
    optional: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)

    def place_of(self, key: str) -> Place:
        """Return where a key's value stands, else where the check begins."""
        return self.places.get(key, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where edits may land: pathspecs."""

    include: tuple[str, ...] = ("**",)
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Whom the patches are from."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One patch, one commit."""

    id: str
    subject: str
    place: Place
    body: str = ""
    trailers: tuple[tuple[str, str], ...] = ()
    edits: tuple[Edit, ...] = ()
    checks: tuple[Check, ...] = ()
    expect_tree: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    def place_of(self, key: str) -> Place:
        """Return where a key's value stands, else where the step begins."""
        return self.places.get(key, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan, its text for frames, and the bytes of the files that it brings.

    `path` is the plan's file as the user wrote it; `brings` maps each `with_file` path to bytes
    and is filled by whoever reads the disk.
    """

    plan: str
    title: str
    path: str
    text: str
    place: Place
    description: str = ""
    author: Author | None = None
    date: str | None = None  # ISO 8601 with an offset, checked
    base: str | None = None
    cover_letter: bool = False
    decisions: tuple[str, ...] = ()
    scope: Scope = Scope()
    invariants: tuple[Check, ...] = ()
    steps: tuple[Step, ...] = ()
    brings: Mapping[str, bytes] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def place_of(self, key: str) -> Place:
        """Return where a key's value stands, else where the plan begins."""
        return self.places.get(key, self.place)
