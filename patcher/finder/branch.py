"""`branch: RE`: one arm of a chain; refused by name until this version carries it out."""

from __future__ import annotations

from collections.abc import Iterator

from patcher.errors import Problem, Refusal
from patcher.finder.model import Located
from patcher.finder.view import View
from patcher.spec.model import Selector


def find(selector: Selector, view: View) -> Iterator[Located]:
    """Raise `Refusal` (`not-supported-yet`)."""
    raise Refusal(
        Problem(
            "not-supported-yet",
            "`branch` is part of the format, and this version does not carry it out",
            plan=selector.place_of("branch"),
            hint="use `block:` for the arm, or `from:` with `until:` the next arm's header",
        )
    )
