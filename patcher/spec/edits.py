"""One entry of `edits:` → its edits: an action, what goes with it, and what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patcher.errors import Place
from patcher.expression import expression
from patcher.record import replace
from patcher.spec.kinds import Reader, close_to
from patcher.spec.model import (
    Content,
    CreateFile,
    Delete,
    DeleteFiles,
    Edit,
    Expect,
    Insert,
    Move,
    Replace,
    Selector,
    Unwrap,
)
from patcher.spec.patterns import compile_pattern
from patcher.spec.shape import ACTION_NAMES, Values, only_one

MOST_EDITS = 10_000
_PROVABLE = (
    "boundaries-disagree", "cut-across-node", "no-longer-parses", "unasked-removal", "still-referenced",
    "expect-failed", "emptied-body", "emptied-set", "removes-not-removed", "closer-opens-more",
    "changes-meaning",
)  # fmt: skip

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
    name = only_one(
        reader,
        found,
        ACTION_NAMES,
        "an edit needs an action",
        "an edit has one action",
        "make them two edits",
    )
    if name is None:
        return None
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


_GROUP = expression(r"\\(?:g<([^>]*)>|([1-9]\d?)|\\)")


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


def _wrong_code(reader: Reader, code: str, place: Place) -> None:
    from patcher.codes import CODES

    if code in CODES:
        message = f"`{code}` cannot be allowed; these can: {', '.join(_PROVABLE)}"
        reader.wrong("bad-value", message, place)
        return
    close = close_to(code, CODES)
    hint = f"did you mean `{close}`?" if close else None
    reader.wrong("bad-value", f"there is no code `{code}`", place, hint)


def _needs(reader: Reader, one: Edit, found: Values) -> None:
    for code in one.allow:
        if code not in _PROVABLE:
            _wrong_code(reader, code, found.places["allow"])
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
