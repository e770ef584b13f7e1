"""Checked values → the records of a plan: which keys go together, and what each record needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patcher.codes import CODES
from patcher.errors import Place
from patcher.record import replace
from patcher.spec.kinds import Reader, close_to
from patcher.spec.messages import why_lost
from patcher.spec.model import (
    Author,
    Check,
    Chmod,
    Content,
    CreateFile,
    Delete,
    DeleteFiles,
    Edit,
    Expect,
    Insert,
    Move,
    Plan,
    RenameFile,
    Replace,
    Scope,
    Selector,
    Step,
    Unwrap,
)
from patcher.spec.patterns import compile_pattern
from patcher.spec.shape import ACTION_NAMES, ANCHOR_NAMES, CHECK_NAMES, Build, Values

MOST_EDITS = 10_000
_PROVABLE = (
    "boundaries-disagree", "cut-across-node", "no-longer-parses", "unasked-removal", "still-referenced",
    "expect-failed", "emptied-body", "emptied-set", "removes-not-removed", "closer-opens-more",
)  # fmt: skip
_GLOB = re.compile(r"[*?\[!\\]")


def selector(reader: Reader, found: Values) -> Selector | None:
    """Return a selector with exactly one anchor key."""
    anchors = [name for name in ANCHOR_NAMES if name in found]
    if len(anchors) != 1:
        if anchors:
            both = " and ".join(f"`{name}`" for name in anchors)
            message, place = f"a selector has one anchor, and here are {both}", found.keys[anchors[1]]
            reader.wrong("conflicting-keys", message, place, "keep one; `within` narrows by another")
        else:
            message = "a selector needs an anchor"
            reader.wrong("missing-key", message, found.place, f"one of: {', '.join(ANCHOR_NAMES)}")
        return None
    extent = anchors[0]
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
    named = [name for name in ("before", "after", "at") if name in found]
    if len(named) != 1:
        reader.wrong(
            "missing-key" if not named else "conflicting-keys",
            "`insert` takes one of `before`, `after` and `at`",
            found.place,
        )
        return None
    value = found.get(named[0])
    if value is None:
        return None
    return (value, None) if named[0] == "at" else (named[0], value)


def destination(reader: Reader, found: Values) -> tuple[str, Selector, str | None] | None:
    """Return where `move` goes: its side, its selector, and the other file if one is named."""
    named = [name for name in ("before", "after") if name in found]
    if len(named) != 1:
        reader.wrong(
            "missing-key" if not named else "conflicting-keys",
            "`to` takes one of `before` and `after`",
            found.place,
        )
        return None
    value = found.get(named[0])
    return None if value is None else (named[0], value, found.get("file"))


def renaming(_reader: Reader, found: Values) -> RenameFile | None:
    """Return a renaming."""
    source, to = found.get("from"), found.get("to")
    if source is None or to is None:
        return None
    if _GLOB.search(source) and not to.endswith("/"):
        _reader.wrong("bad-value", "several files move into a folder, which ends in `/`", found.places["to"])
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


# An entry of `edits:` is read before it is known which file it is of: an edit, or a group of them.
Group = tuple[Edit, ...]


def edit(reader: Reader, found: Values) -> Group | None:
    """Return the edits of one entry: one, or those that it holds for its file."""
    reader.edits += 1
    if reader.edits > MOST_EDITS:
        if reader.edits == MOST_EDITS + 1:
            reader.wrong("yaml-limit", f"the plan has more than {MOST_EDITS:,} edits", found.place)
        return None
    if "file" in found and "files" in found:
        reader.wrong("conflicting-keys", "`file` and `files` exclude each other", found.keys["files"])
    if "edits" in found:
        return _group(reader, found)
    actions = [name for name in ACTION_NAMES if name in found]
    if len(actions) != 1:
        if actions:
            both = " and ".join(f"`{name}`" for name in actions)
            reader.wrong(
                "conflicting-keys",
                f"an edit has one action, and here are {both}",
                found.keys[actions[1]],
                "make them two edits",
            )
        else:
            reader.wrong(
                "missing-key", "an edit needs an action", found.place, f"one of: {', '.join(ACTION_NAMES)}"
            )
        return None
    name = actions[0]
    action = _action(reader, found, name)
    _together(reader, found, name)
    if action is None:
        return None
    one = _edit(found, name, action)
    _needs(reader, one, found)
    return (one,)


def _edit(found: Values, name: str, action: Any) -> Edit:
    unreferenced = found.get("unreferenced", "false")
    file = found.get("file")
    return Edit(
        action=action,
        name=name,
        place=found.keys[name],
        files=(file,) if file is not None else found.get("files", ()),
        one_file=file is not None,
        count=found.get("count"),
        optional=found.get("optional", False),
        near=found.get("near"),
        removes=found.get("removes", ()),
        unreferenced="strict" if unreferenced == "strict" else unreferenced == "true",
        expect=found.get("expect"),
        blank_lines=found.get("blank_lines"),
        leave=found.get("leave"),
        indent=found.get("indent"),
        allow=found.get("allow", ()),
        places=found.places,
    )


def _group(reader: Reader, found: Values) -> Group | None:
    extra = [name for name in found.keys if name not in ("file", "files", "edits")]
    for name in extra:
        reader.wrong(
            "conflicting-keys",
            f"`{name}` goes on an edit, not on the entry that holds several",
            found.keys[name],
        )
    if "file" not in found and "files" not in found:
        reader.wrong("missing-key", "an entry with `edits` needs `file` or `files`", found.place)
    nested: list[Edit] = []
    file = found.get("file")
    files = (file,) if file is not None else found.get("files", ())
    for group in found.get("edits", ()):
        for each in group or ():
            if each.files:
                reader.wrong("conflicting-keys", "the entry around names the file already", each.place)
            if each.name in ("delete_files", "create_file", "rename_file", "chmod"):
                reader.wrong(
                    "conflicting-keys",
                    f"`{each.name}` is an action on whole files and stands by itself",
                    each.place,
                )
            places = {**found.places, **each.places}
            nested.append(replace(each, files=files, one_file=file is not None, places=places))
    return tuple(nested)


def _content(reader: Reader, found: Values, name: str) -> Content | None:
    given = [key for key in ("with", "with_file") if key in found]
    if len(given) != 1:
        place = found.keys[given[1]] if given else found.keys[name]
        code = "conflicting-keys" if given else "missing-key"
        reader.wrong(code, f"`{name}` needs `with` or `with_file`, one of them", place)
        return None
    value = found.values.get(given[0])
    if value is None:
        return None
    text = value if given[0] == "with" else None
    return Content(text=text, file=None if text is not None else value, place=found.places[given[0]])


def _action(reader: Reader, found: Values, name: str) -> Any:
    value = found.values.get(name)
    content = _content(reader, found, name) if name in ("replace", "insert", "create_file") else None
    if value is None or (name in ("replace", "insert", "create_file") and content is None):
        return None
    if name == "delete":
        return Delete(selector=value)
    if name == "replace" and content is not None:
        _groups(reader, value, content)
        return Replace(selector=value, content=content)
    if name == "insert" and content is not None:
        side, chosen = value
        if chosen is not None:
            _groups(reader, chosen, content)
        return Insert(side=side, selector=chosen, content=content)
    if name == "unwrap":
        keep = found.get("keep")
        if keep is None and "keep" not in found:
            reader.wrong("missing-key", "`unwrap` needs `keep: body` or `keep: else`", found.keys[name])
        return None if keep is None else Unwrap(selector=value, keep=keep)
    if name == "move":
        to = found.get("to")
        if to is None and "to" not in found:
            reader.wrong("missing-key", "`move` needs `to`", found.keys[name])
        return None if to is None else Move(selector=value, side=to[0], destination=to[1], file=to[2])
    if name == "delete_files":
        return DeleteFiles(pathspecs=value)
    if name == "create_file" and content is not None:
        return CreateFile(path=value, content=content, mode=found.get("mode", 0o644))
    return value


_GROUP = re.compile(r"\\(?:g<([^>]*)>|([1-9]\d?)|\\)")


def _groups(reader: Reader, chosen: Selector, content: Content) -> None:
    """Refuse a group in `with` that the pattern does not have."""
    if content.text is None or chosen.extent not in ("text", "line") or chosen.anchor is None:
        return
    for match in _GROUP.finditer(content.text):
        name = match[1] if match[1] is not None else match[2]
        if name is None:
            continue
        pattern = compile_pattern(chosen.anchor)
        numbered = re.fullmatch(r"[0-9]{1,9}", name)
        known = int(name) <= pattern.groups if numbered else name in pattern.groupindex
        if not known:
            hint = "`\\\\` stands for one backslash"
            message = f"`{match.group()}` names a group that the pattern does not have"
            reader.wrong("bad-value", message, content.place, hint)


# Which keys an action takes beside itself, apart from `count` and `optional`.
_RANGED = {"near", "expect", "allow"}
_TAKES: Mapping[str, frozenset[str]] = {
    "delete": frozenset({"file", "files", *_RANGED, "removes", "unreferenced", "blank_lines", "leave"}),
    "replace": frozenset(
        {"file", "files", "with", "with_file", *_RANGED, "removes", "unreferenced", "indent"}
    ),
    "insert": frozenset({"file", "files", "with", "with_file", *_RANGED, "indent"}),
    "unwrap": frozenset({"file", "files", "keep", *_RANGED, "removes", "unreferenced", "indent"}),
    "move": frozenset({"file", "files", "to", *_RANGED, "indent", "blank_lines", "leave"}),
    "delete_files": frozenset({"removes", "unreferenced", "allow"}),
    "create_file": frozenset({"with", "with_file", "mode"}),
    "rename_file": frozenset(),
    "chmod": frozenset(),
}


def _together(reader: Reader, found: Values, name: str) -> None:
    taken = _TAKES[name] | {name, "count", "optional"}
    for key in found.keys:
        if key not in taken:
            reader.wrong("conflicting-keys", f"`{key}` does not go with `{name}`", found.keys[key])


def _needs(reader: Reader, one: Edit, found: Values) -> None:
    for code in one.allow:
        if code not in CODES:
            close = close_to(code, CODES)
            hint = f"did you mean `{close}`?" if close else None
            reader.wrong("bad-value", f"there is no code `{code}`", found.places["allow"], hint)
        elif code not in _PROVABLE:
            message = f"`{code}` cannot be allowed; these can: {', '.join(_PROVABLE)}"
            reader.wrong("bad-value", message, found.places["allow"])
    chosen = one.selector
    if chosen is None:
        if "near" in found or "expect" in found:
            reader.wrong(
                "conflicting-keys", "there is no range to which `near` or `expect` could apply", found.place
            )
        return
    if chosen.expect is not None:
        message = "`expect` stands beside the action; in a selector it goes with `within`, an end of a range, or `to`"
        reader.wrong("conflicting-keys", message, chosen.place_of("expect"))
    _needs_expect(reader, chosen, one.expect, "beside the action")
    to = (one.action.destination, *_inside(one.action.destination)) if isinstance(one.action, Move) else ()
    for each in (*_inside(chosen), *to):
        _needs_expect(reader, each, each.expect, "beside it in the selector")


def _needs_expect(reader: Reader, chosen: Selector, expect: Expect | None, where: str) -> None:
    """Complain of numbers of lines without what must stand there."""
    expect = expect or Expect()
    if chosen.extent == "lines" and (expect.first is None or expect.last is None):
        message = f"`lines` alone proves nothing: it needs `expect` with `first` and `last` {where}"
        reader.wrong("missing-key", message, chosen.place_of("lines"))
    if chosen.plus is not None and expect.last is None:
        message = f"`plus` needs `expect: {{last: PATTERN}}` {where}"
        reader.wrong("missing-key", message, chosen.place_of("plus"))


def _inside(chosen: Selector) -> Iterator[Selector]:
    """Yield the selectors inside a selector, at whatever depth."""
    for each in (chosen.within, chosen.start, chosen.through, chosen.until):
        if each is not None:
            yield each
            yield from _inside(each)


def check(reader: Reader, found: Values) -> Check | None:
    """Return a check of exactly one kind."""
    named = [name for name in CHECK_NAMES if name in found]
    if len(named) != 1:
        if named:
            both = " and ".join(f"`{name}`" for name in named)
            reader.wrong(
                "conflicting-keys", f"a check has one kind, and here are {both}", found.keys[named[1]]
            )
        else:
            reader.wrong(
                "missing-key", "a check needs its kind", found.place, f"one of: {', '.join(CHECK_NAMES)}"
            )
        return None
    kind = named[0]
    allowed = {kind, "optional"}
    if kind not in ("run", "parses", "only_in"):
        allowed |= {"in"}
    if kind in ("absent", "present", "count", "unchanged", "only_in"):
        allowed |= {"only"}
    allowed |= {"count": {"equals", "min", "max"}, "only_in": {"matches", "in"}}.get(kind, set())
    for key in found.keys:
        if key not in allowed:
            reader.wrong("conflicting-keys", f"`{key}` does not go with `{kind}`", found.keys[key])
    lowest, highest = _bounds(reader, found, kind)
    if kind == "only_in" and "matches" not in found:
        reader.wrong("missing-key", "`only_in` needs `matches`: the pattern", found.place)
    value = found.values.get(kind)
    if value is None:
        return None
    pattern = (
        found.get("matches")
        if kind == "only_in"
        else value
        if kind in ("absent", "present", "count", "unchanged")
        else None
    )
    paths = value if kind in ("only_in", "parses") else found.get("in", ())
    return Check(
        kind=kind,
        place=found.keys[kind],
        pattern=pattern,
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
        why = why_lost(row, first=blank)
        blank = blank and not row.strip()
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
