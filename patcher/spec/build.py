"""Checked values → the records of a plan: which keys go together, and what each record needs."""

from __future__ import annotations

from collections.abc import Iterable

from patcher.errors import Place
from patcher.expression import expression
from patcher.spec.edits import edit
from patcher.spec.kinds import Reader
from patcher.spec.model import (
    Author,
    Check,
    Chmod,
    Expect,
    Plan,
    RenameFile,
    Scope,
    Selector,
    Step,
)
from patcher.spec.shape import ANCHOR_NAMES, CHECK_NAMES, Build, Values, only_one

_GLOB = expression(r"[*?\[!\\]")


def selector(reader: Reader, found: Values) -> Selector | None:
    """Return a selector with exactly one anchor key."""
    extent = only_one(
        reader,
        found,
        ANCHOR_NAMES,
        "a selector needs an anchor",
        "a selector has one anchor",
        "keep one; `within` narrows by another",
    )
    if extent is None:
        return None
    ends = [name for name in ("through", "until") if name in found]
    if extent == "from" and len(ends) != 1:
        place = found.keys[ends[1]] if ends else found.place
        reader.wrong(
            "missing-key" if not ends else "conflicting-keys",
            "`from` needs `through` or `until`, one of them",
            place,
        )
        return None
    if extent != "from" and ends:
        reader.wrong("conflicting-keys", f"`{ends[0]}` goes with `from` alone", found.keys[ends[0]])
    if "plus" in found and extent != "line":
        reader.wrong("conflicting-keys", "`plus` goes with `line` alone", found.keys["plus"])
    value = found.get(extent)
    if value is None:
        return None
    lines = value if extent == "lines" else None
    if extent in ends or (extent == "from" and found.get(ends[0]) is None):
        return None
    return Selector(
        extent=extent,
        anchor=None if extent == "from" else str(value),
        place=found.place,
        lines=lines,
        start=value if extent == "from" else None,
        through=found.get("through") if extent == "from" else None,
        until=found.get("until") if extent == "from" else None,
        within=found.get("within"),
        attached=found.values.get("attached"),
        matching=found.get("matching", ()),
        dropping=found.get("except", ()),
        nth=found.get("nth"),
        plus=found.get("plus"),
        expect=found.get("expect"),
        language=found.get("language"),
        places=found.places,
    )


def insertion(reader: Reader, found: Values) -> tuple[str, Selector | None] | None:
    """Return where an insertion goes: its side and its selector."""
    named = _side(
        reader, found, ("before", "after", "at"), "`insert` takes one of `before`, `after` and `at`"
    )
    value = None if named is None else found.get(named)
    if named is None or value is None:
        return None
    return (value, None) if named == "at" else (named, value)


def destination(reader: Reader, found: Values) -> tuple[str, Selector, str | None] | None:
    """Return where `move` goes: its side, its selector, and the other file if one is named."""
    named = _side(reader, found, ("before", "after"), "`to` takes one of `before` and `after`")
    value = None if named is None else found.get(named)
    return None if named is None or value is None else (named, value, found.get("file"))


def _side(reader: Reader, found: Values, keys: tuple[str, ...], rule: str) -> str | None:
    """Return the one of some keys that is there; where there are none or several, that is wrong by a rule."""
    named = [key for key in keys if key in found]
    if len(named) == 1:
        return named[0]
    reader.wrong("conflicting-keys" if named else "missing-key", rule, found.place)
    return None


def renaming(reader: Reader, found: Values) -> RenameFile | None:
    """Return a renaming."""
    source, to = found.get("from"), found.get("to")
    if source is None or to is None:
        return None
    if _GLOB.search(source) and not to.endswith("/"):
        reader.wrong("bad-value", "several files move into a folder, which ends in `/`", found.places["to"])
        return None
    return RenameFile(source=source, to=to)


def modes(_reader: Reader, found: Values) -> Chmod | None:
    """Return a change of modes."""
    files, mode = found.get("files"), found.get("mode")
    return None if files is None or mode is None else Chmod(pathspecs=files, mode=mode)


def expectation(reader: Reader, found: Values) -> Expect | None:
    """Return an expectation."""
    if not found.keys:
        reader.wrong("missing-key", "`expect` says nothing", found.place, "give `lines`, `first` or `last`")
    return Expect(lines=found.get("lines"), first=found.get("first"), last=found.get("last"))


def author(_reader: Reader, found: Values) -> Author | None:
    """Return the author."""
    name, email = found.get("name"), found.get("email")
    return None if name is None or email is None else Author(name=name, email=email)


def scope(_reader: Reader, found: Values) -> Scope:
    """Return the scope."""
    return Scope(include=found.get("include", ("**",)), exclude=found.get("exclude", ()))


# The checks whose own value is a pattern, and what each check takes beside `optional`.
_SEARCHED = ("absent", "present", "count", "unchanged")
_BESIDE = {
    **dict.fromkeys(_SEARCHED, ("in", "only")),
    "count": ("in", "only", "equals", "min", "max"),
    "only_in": ("only", "matches"),
    "unreferenced": ("in",),
    "parses": (),
    "run": (),
}


def check(reader: Reader, found: Values) -> Check | None:
    """Return a check of exactly one kind."""
    kind = only_one(reader, found, CHECK_NAMES, "a check needs its kind", "a check has one kind")
    if kind is None:
        return None
    for key in found.keys:
        if key not in (kind, "optional", *_BESIDE[kind]):
            reader.wrong("conflicting-keys", f"`{key}` does not go with `{kind}`", found.keys[key])
    lowest, highest = _bounds(reader, found, kind)
    if kind == "only_in" and "matches" not in found:
        reader.wrong("missing-key", "`only_in` needs `matches`: the pattern", found.place)
    value = found.values.get(kind)
    if value is None:
        return None
    searched = value if kind in _SEARCHED else None
    paths = value if kind in ("only_in", "parses") else found.get("in", ())
    return Check(
        kind=kind,
        place=found.keys[kind],
        pattern=found.get("matches") if kind == "only_in" else searched,
        paths=paths,
        names=value if kind == "unreferenced" else (),
        command=value if kind == "run" else None,
        only_code=found.get("only") == "code",
        lowest=lowest,
        highest=highest,
        optional=found.get("optional", False),
        places=found.places,
    )


def _bounds(reader: Reader, found: Values, kind: str) -> tuple[int | None, int | None]:
    if kind != "count":
        return None, None
    if "equals" in found and ("min" in found or "max" in found):
        reader.wrong("conflicting-keys", "`equals` excludes `min` and `max`", found.keys["equals"])
    if not {"equals", "min", "max"} & set(found.keys):
        reader.wrong("missing-key", "`count` needs `equals`, `min` or `max`", found.place)
    equals = found.values.get("equals")
    if equals is not None:
        return equals, equals
    return found.values.get("min"), found.values.get("max")


def step(reader: Reader, found: Values) -> Step | None:
    """Return a step, its edits in one row."""
    for key in ("subject", "body"):
        if found.get(key) is not None:
            _message(reader, found, key)
    edits = tuple(one for group in found.get("edits", ()) for one in group or ())
    for one in edits:
        if not one.files and {"file", "files"} & one.places.keys():
            continue  # they are wrong, which was said there
        if one.name in ("delete", "replace", "insert", "unwrap", "move") and not one.files:
            hint = "add `file: PATH` beside the action"
            reader.wrong("missing-key", f"`{one.name}` needs `file` or `files`", one.place, hint)
        elif (
            one.near is not None and not one.one_file and (len(one.files) != 1 or _GLOB.search(one.files[0]))
        ):
            reader.wrong("conflicting-keys", "`near` needs one file", one.place_of("near"))
    identity, subject = found.get("id"), found.get("subject")
    if identity is None or subject is None:
        return None
    return Step(
        id=identity,
        subject=subject,
        place=found.place,
        body=found.get("body", ""),
        trailers=found.get("trailers", ()),
        edits=edits,
        checks=tuple(each for each in found.get("checks", ()) if each is not None),
        expect_tree=found.get("expect_tree"),
        places=found.places,
    )


def _message(reader: Reader, found: Values, key: str) -> None:
    text, place = found.get(key), found.places[key]
    if key == "subject":
        if text.startswith("["):
            hint = "`git am` takes a prefix in brackets away; begin with another word"
            reader.wrong("message-would-change", "the subject begins with `[`", place, hint)
        return
    blank = True
    for row in text.split("\n"):
        from patcher.spec.messages import why_lost

        why = why_lost(row, first=blank)
        blank = blank and not row.strip(" \t\r")  # what git's `isspace` takes for white
        if why:
            shown = row if len(row) < 40 else row[:36] + " ..."
            hint = "indent it by a blank, or reword it"
            reader.wrong("message-would-change", f"the body has the line `{shown}`: {why}", place, hint)


def plan(reader: Reader, found: Values) -> Plan | None:
    """Return the plan; its text and path are filled in by the caller."""
    version = found.get("patcher")
    if version is not None and version != "1":
        message = f"this program reads format 1, and the plan says `{version}`"
        reader.wrong("bad-value", message, found.places["patcher"], "write `patcher: 1`")
    steps = tuple(each for each in found.get("steps", ()) if each is not None)
    _unique(reader, steps)
    name, title = found.get("plan"), found.get("title")
    if name is None or title is None or not steps:
        return None
    return Plan(
        plan=name,
        title=title,
        path="",
        text="",
        place=found.place,
        description=found.get("description", ""),
        author=found.get("author"),
        date=found.get("date"),
        base=found.get("base"),
        cover_letter=found.get("cover_letter", False),
        decisions=found.get("decisions", ()),
        scope=found.get("scope", Scope()),
        invariants=tuple(each for each in found.get("invariants", ()) if each is not None),
        steps=steps,
        places=found.places,
    )


def _unique(reader: Reader, steps: Iterable[Step]) -> None:
    seen: dict[str, Place] = {}
    for each in steps:
        first = seen.setdefault(each.id, each.place_of("id"))
        if first is not each.place_of("id"):
            reader.wrong(
                "bad-value",
                f"the id `{each.id}` stands twice; first on line {first.line}",
                each.place_of("id"),
            )


BUILD: dict[str, Build] = {
    "plan": plan, "author": author, "scope": scope, "step": step, "edit": edit, "selector": selector,
    "insertion": insertion, "destination": destination, "renaming": renaming, "modes": modes,
    "expectation": expectation, "check": check,
}  # fmt: skip
