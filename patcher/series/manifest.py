"""The manifest of a series: what every patch was made from, what it must end in, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patcher.errors import Problem, Refusal, Target

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ManifestStep:
    """A step as the manifest has it: what git must make of its patch, and the patch's own digest."""

    id: str
    patch: str
    digest: str  # "sha256:…" of the patch's bytes
    tree: str
    message: str
    author: str  # Name <address>
    date: str
    edits: tuple[Mapping[str, Any], ...] = ()


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


def render_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON with a newline at its end."""
    document = {
        "format": FORMAT,
        "plan": manifest.plan,
        "plan_digest": manifest.plan_digest,
        "base": {"commit": manifest.commit, "tree": manifest.tree, "hash": manifest.hash},
        "steps": [
            {
                "id": step.id,
                "patch": step.patch,
                "digest": step.digest,
                "tree": step.tree,
                "message": step.message,
                "author": step.author,
                "date": step.date,
                "edits": list(step.edits),
            }
            for step in manifest.steps
        ],
        "files": dict(manifest.files),
    }
    return (json.dumps(document, indent=1, ensure_ascii=True) + "\n").encode()


def parse_manifest(data: bytes, name: str = NAME) -> Manifest:
    """Return a manifest; raises `Refusal` (`series-damaged`) for one that was not written so."""
    try:
        document = json.loads(data)
        base = document["base"]
        steps = tuple(
            ManifestStep(
                id=_text(step["id"]),
                patch=_text(step["patch"]),
                digest=_text(step["digest"]),
                tree=_text(step["tree"]),
                message=_text(step["message"]),
                author=_text(step["author"]),
                date=_text(step["date"]),
                edits=tuple(step["edits"]),
            )
            for step in document["steps"]
        )
        if document["format"] != FORMAT:
            raise ValueError(f"format {document['format']}")
        commit = None if base["commit"] is None else _text(base["commit"])
        files = {_text(key): _text(value) for key, value in document["files"].items()}
        return Manifest(
            _text(document["plan"]),
            _text(document["plan_digest"]),
            commit,
            _text(base["tree"]),
            _text(base["hash"]),
            steps,
            files,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        message = f"`{name}` is not a manifest that `patcher build` wrote: {wrong}"
        hint = "build the series again with `patcher build PLAN`"
        raise Refusal(Problem("series-damaged", message, target=Target(name), hint=hint)) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value
