"""Regular expressions of ours are compiled at their first use, and are patterns from then on."""

import copy
import re
import subprocess
import sys

import pytest

from patcher.expression import expression

# Told are the calls into `re` by a module of ours, while all of them are imported.
_WATCHED = """
import functools, importlib, pkgutil, re, sys
import patcher
told = set()

def watched(function):
    @functools.wraps(function)
    def call(*args, **named):
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.startswith("patcher"):
            told.add(f"{caller}: re.{function.__name__}({args[0]!r})")
        return function(*args, **named)
    return call

for name in ("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"):
    setattr(re, name, watched(getattr(re, name)))
for module in pkgutil.walk_packages(patcher.__path__, "patcher."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("patcher.")]), *sorted(told), sep="\\n")
"""


def test_no_module_of_ours_compiles_a_pattern_when_it_is_imported():
    done = subprocess.run([sys.executable, "-c", _WATCHED], capture_output=True, text=True, check=True)
    modules, *told = done.stdout.splitlines()
    assert int(modules) > 200
    assert told == []


@pytest.mark.parametrize(
    ("text", "flags", "subject"),
    [
        (r"(\w)\w*", 0, "one Two\nthree"),
        (r"^t(.)", re.MULTILINE | re.IGNORECASE, "one Two\nThree\ntwo"),
        (rb"(.)\n", re.DOTALL, b"a\n\n\nb\n"),
    ],
)
def test_what_it_gives_is_what_the_pattern_gives(text, flags, subject):
    empty = subject[:0]
    for name, more in {
        "match": (),
        "search": (),
        "fullmatch": (),
        "findall": (),
        "split": (),
        "finditer": (1, 9),
    }.items():
        given, wanted = (
            getattr(each, name)(subject, *more) for each in (expression(text, flags), re.compile(text, flags))
        )
        assert _plain(given) == _plain(wanted)
    assert expression(text, flags).sub(empty, subject) == re.compile(text, flags).sub(empty, subject)


def _plain(found):
    """Return what a match, or several of them, are told by."""
    if hasattr(found, "span"):
        return found.span(), found.groups(), found.re.pattern
    return [_plain(each) for each in found] if hasattr(found, "__next__") else found


def test_it_is_compiled_once_and_at_its_first_use(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given, real=re.compile: compiled.append(given) or real(*given))
    word = expression(r"\w+", re.ASCII)
    assert word.pattern == r"\w+"
    assert compiled == []
    assert [word.match("one")[0], word.search(" two")[0], word.findall("a b")] == ["one", "two", ["a", "b"]]
    assert compiled == [(r"\w+", re.ASCII)]


def test_a_pattern_that_is_none_is_told_at_its_first_use():
    wrong = expression("(")
    with pytest.raises(re.error, match="missing"):
        wrong.match("")


def test_a_copy_matches_as_the_first_does():
    for word in (expression("a"), expression("b")):
        word.match("a")
        for other in (copy.copy(word), copy.deepcopy(word), copy.deepcopy(expression(word.pattern))):
            assert other.fullmatch(word.pattern)


def test_what_no_pattern_has_is_refused():
    with pytest.raises(AttributeError, match="matches"):
        expression("a").matches  # noqa: B018
