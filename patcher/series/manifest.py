"""The manifest of a series: what every patch was made from, what it must end in, and why."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any, TypeVar

from patcher.errors import Problem, Refusal, Target
from patcher.expression import expression
from patcher.record import dataclass

NAME = "manifest.json"
FORMAT = 1

_ID = expression(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HASH = expression("sha1|sha256")
_DIGEST = expression(r"sha256:[0-9a-f]{64}")
_PLAIN: Mapping[type, Callable[[Any], str]] = {str: _quoted, int: str}
_ARRAYS = (list, tuple)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ManifestStep:
    """A step as the manifest has it: what git must make of its patch, and the patch's own digest.

    `edits` are plain JSON values: for each edit its line in the plan, its action, its ranges.
    """

    id: str
    patch: str
    digest: str  # "sha256:…" of the patch's bytes
    tree: str
    message: str
    author: str  # Name <address>
    date: str
    edits: tuple[Mapping[str, Any], ...] = ()
    added: int = 0  # lines
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a series is: its plan, its base, its steps, the digests of its files."""

    plan: str
    plan_digest: str
    commit: str | None
    tree: str
    hash: str
    steps: tuple[ManifestStep, ...]
    files: Mapping[str, str]  # name → "sha256:…", the manifest itself not among them


def digest(data: bytes) -> str:
    """Return `sha256:…` of bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def render_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, keys sorted, with its own digest in it and a newline at its end."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "plan": manifest.plan,
        "plan_digest": manifest.plan_digest,
        "base": {"commit": manifest.commit, "tree": manifest.tree, "hash": manifest.hash},
        "steps": [_step_document(step) for step in manifest.steps],
        "files": dict(manifest.files),
    }
    return _with_digest(document)[0]


def parse_manifest(data: bytes, name: str = NAME) -> Manifest:
    """Return a manifest; raises `Refusal` (`series-damaged`) for one that is not as it was written."""
    try:
        document = json.loads(data)
        manifest = _manifest(document)
        own = document.pop("digest")
        if _with_digest(document) != (data, own):
            raise ValueError("its bytes are not those that its digest is of")
    except (ValueError, TypeError, RecursionError) as wrong:
        message = f"`{name}` is not a manifest as it was written: {wrong}"
        hint = "move the folder away, then build the series again with `patcher build PLAN`"
        raise Refusal(Problem("series-damaged", message, target=Target(name), hint=hint)) from None
    return manifest


def _with_digest(document: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return a document as JSON with the digest of its bytes without one, and that digest."""
    rows = {key: _written(value, "\n ") for key, value in document.items()}
    own = digest(_enclosed(rows))
    return _enclosed({**rows, "digest": _quoted(own)}), own


def _enclosed(rows: Mapping[str, str]) -> bytes:
    """Return a document whose values are written already."""
    return ("{" + ",".join(f"\n {_quoted(key)}: {rows[key]}" for key in sorted(rows)) + "\n}\n").encode()


def _written(value: object, margin: str) -> str:
    """Return JSON as `json.dumps` writes it with `indent=1, sort_keys=True`, which is slower with an indent.

    `margin` is the newline and the blanks before the bracket that ends it.
    """
    parts: list[str] = []
    _write(value, margin, parts)
    return "".join(parts)


def _write(value: object, margin: str, parts: list[str]) -> None:
    if isinstance(value, dict):
        _write_object(value, margin, parts)
    elif isinstance(value, _ARRAYS):
        _write_array(value, margin, parts)
    else:
        parts.append(json.dumps(value))


def _write_object(value: Mapping[str, object], margin: str, parts: list[str]) -> None:
    if not value:
        parts.append("{}")
        return
    inner = margin + " "
    for key, before in _keys_written(tuple(value), inner):
        each = value[key]
        plain = _PLAIN.get(type(each))
        if plain is not None:
            parts.append(before + plain(each))
        else:
            parts.append(before)
            _write(each, inner, parts)
    parts.append(margin + "}")


@lru_cache(maxsize=64)
def _keys_written(keys: tuple[str, ...], margin: str) -> list[tuple[str, str]]:
    """Return an object's keys, sorted, each with all that stands before its value: thousands have the same."""
    ordered = sorted(keys)
    return [(key, f"{',' if at else '{'}{margin}{_quoted(key)}: ") for at, key in enumerate(ordered)]


def _write_array(value: Sequence[object], margin: str, parts: list[str]) -> None:
    if not value:
        parts.append("[]")
        return
    inner = margin + " "
    kinds = set(map(type, value))
    plain = _PLAIN.get(kinds.pop()) if len(kinds) == 1 else None
    if plain is not None:
        parts.append("[" + inner + f",{inner}".join(map(plain, value)))
    else:
        before = "[" + inner
        for each in value:
            parts.append(before)
            _write(each, inner, parts)
            before = "," + inner
    parts.append(margin + "]")


def _step_document(step: ManifestStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "patch": step.patch,
        "digest": step.digest,
        "tree": step.tree,
        "message": step.message,
        "author": step.author,
        "date": step.date,
        "added": step.added,
        "deleted": step.deleted,
        "edits": list(step.edits),
    }


def _manifest(document: object) -> Manifest:
    top = _keys(document, "format", "plan", "plan_digest", "base", "steps", "files", "digest")
    if top["format"] != FORMAT:
        raise ValueError(f"its format is {top['format']!r}, and this version reads {FORMAT}")
    base = _keys(top["base"], "commit", "tree", "hash")
    files: dict[str, str] = _typed(top["files"], dict, "files")
    steps = tuple(_step(step) for step in _list(top["steps"], "steps"))
    for name, value in files.items():
        _file_name(name)
        _matching(value, _DIGEST, name)
    if not steps:
        raise ValueError("it has no steps")
    for step in steps:
        if files.get(step.patch) != step.digest:
            raise ValueError(f"`{step.patch}` is not among its files")
    commit = base["commit"]
    return Manifest(
        _typed(top["plan"], str, "plan"),
        _matching(top["plan_digest"], _DIGEST, "plan_digest"),
        None if commit is None else _matching(commit, _ID, "commit"),
        _matching(base["tree"], _ID, "tree"),
        _matching(base["hash"], _HASH, "hash"),
        steps,
        files,
    )


def _step(value: object) -> ManifestStep:
    names = ("id", "patch", "digest", "tree", "message", "author", "date", "added", "deleted", "edits")
    step = _keys(value, *names)
    return ManifestStep(
        id=_typed(step["id"], str, "id"),
        patch=_file_name(step["patch"]),
        digest=_matching(step["digest"], _DIGEST, "digest"),
        tree=_matching(step["tree"], _ID, "tree"),
        message=_typed(step["message"], str, "message"),
        author=_typed(step["author"], str, "author"),
        date=_date(step["date"]),
        edits=tuple(_edit(edit) for edit in _list(step["edits"], "edits")),
        added=_typed(step["added"], int, "added"),
        deleted=_typed(step["deleted"], int, "deleted"),
    )


def _date(value: object) -> str:
    text = _typed(value, str, "date")
    if datetime.fromisoformat(text).utcoffset() is None:
        raise ValueError("`date` has no offset from UTC")
    return text


def _edit(value: object) -> Mapping[str, Any]:
    """Return an edit whose ranges name a file and lines; what else they say is for eyes alone."""
    edit: dict[str, Any] = _typed(value, dict, "edit")
    for row in _list(edit.get("ranges", []), "ranges"):
        found: dict[str, Any] = _typed(row, dict, "range")
        _typed(found.get("file"), str, "file")
        for key in ("first_line", "last_line"):
            _typed(found.get(key), int, key)
    return edit


def _keys(value: object, *names: str) -> Mapping[str, Any]:
    found: dict[str, Any] = _typed(value, dict, "it")
    missing = [name for name in names if name not in found]
    if missing:
        raise ValueError(f"`{missing[0]}` is missing")
    extra = sorted(set(found) - set(names))
    if extra:
        raise ValueError(f"`{extra[0]}` is no key of a manifest")
    return found


def _typed(value: object, kind: Callable[..., _T], name: str) -> _T:
    if type(value) is not kind:
        raise TypeError(f"`{name}` is not of the kind that it should be")
    return value  # type: ignore[return-value]


def _list(value: object, name: str) -> list[object]:
    return _typed(value, list, name)


def _matching(value: object, pattern: re.Pattern[str], name: str) -> str:
    text = _typed(value, str, name)
    if pattern.fullmatch(text) is None:
        raise ValueError(f"`{name}` is not of the form that it should be")
    return text


def _file_name(value: object) -> str:
    """Return the name of a file in the folder itself: a manifest must not lead out of it."""
    name = _typed(value, str, "patch")
    if name in ("", ".", "..", NAME) or "/" in name or "\\" in name or "\0" in name:
        raise ValueError(f"`{name}` is no name of a file in its folder")
    return name
