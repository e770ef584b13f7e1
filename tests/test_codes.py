"""Every code that the source raises is in the registry, and every one in the registry is raised."""

import re
from pathlib import Path

from patcher.codes import CODES

PACKAGE = Path(__file__).parent.parent / "patcher"
TEXT = "\n".join(p.read_text() for p in PACKAGE.rglob("*.py") if p.name != "codes.py")


def test_every_code_has_a_meaning_and_a_remedy():
    for code in CODES.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.word)
        assert code.meaning
        assert code.remedy
        assert not code.meaning.endswith(".")


def test_codes_that_are_raised_are_in_the_registry():
    raised = set(re.findall(r"Problem\(\s*(?:code=)?\"([a-z-]+)\"", TEXT))
    assert raised
    assert raised <= set(CODES)


def test_codes_in_the_registry_are_raised():
    assert not [word for word in CODES if f'"{word}"' not in TEXT]
