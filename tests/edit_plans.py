"""Edits as a plan would have them, located by the real finder, for the tests of the edit room."""

from patcher.edit import Request, apply_edits
from patcher.errors import Place
from patcher.finder import locate_edit
from patcher.source import LineRange, SourceFile
from patcher.spec.model import Content, Delete, Edit, Insert, Move, Replace, Selector, Unwrap
from patcher.syntax import language_of, syntax_of

BODY_KEYS = {"attached", "matching", "nth", "plus", "within", "language"}


def place(line):
    return Place("plan.yaml", line, 5)


def select(line=1, /, **keys):
    """Return a selector; its extent is the one key that is not about candidates."""
    options = {key: keys.pop(key) for key in list(keys) if key in BODY_KEYS}
    if "start" in keys:
        ends = {key: _selector(keys[key], line) for key in ("through", "until") if key in keys}
        start = _selector(keys["start"], line)
        return Selector(extent="from", anchor=None, start=start, place=place(line), **ends, **options)
    ((extent, anchor),) = keys.items()
    if extent == "lines":
        first, last = anchor
        span = LineRange(first, last)
        return Selector(extent="lines", anchor=f"{first}-{last}", lines=span, place=place(line), **options)
    return Selector(extent=extent.rstrip("_"), anchor=anchor, place=place(line), **options)


def _selector(value, line):
    return value if isinstance(value, Selector) else select(line, line_=value)


def _split(keys):
    own = {"count", "blank_lines", "leave", "indent", "optional"}
    options = {key: keys.pop(key) for key in list(keys) if key in own}
    return options, keys


def delete(line=1, /, **keys):
    options, keys = _split(keys)
    return Edit(action=Delete(selector=select(line, **keys)), name="delete", place=place(line), **options)


def content(text, line):
    return Content(text=text, file=None, place=place(line + 1))


def replace(text, line=1, /, **keys):
    options, keys = _split(keys)
    action = Replace(selector=select(line, **keys), content=content(text, line))
    return Edit(action=action, name="replace", place=place(line), **options)


def insert(text, side, line=1, /, **keys):
    options, keys = _split(keys)
    selector = select(line, **keys) if keys else None
    action = Insert(side=side, selector=selector, content=content(text, line))
    return Edit(action=action, name="insert", place=place(line), **options)


def unwrap(line=1, /, **keys):
    return Edit(action=Unwrap(selector=select(line, **keys), keep="body"), name="unwrap", place=place(line))


def move(line=1, /, **keys):
    action = Move(selector=select(line, **keys), side="after", destination=select(line, line_="x"), file=None)
    return Edit(action=action, name="move", place=place(line))


def run(path, data, *edits, exact=None):
    """Return what applying the edits gives; `exact` are bytes that every edit brings instead of its text."""
    source = SourceFile(path, data.encode() if isinstance(data, str) else data)
    syntax = syntax_of(source, language_of(path))
    requests = []
    for edit in edits:
        brought = None
        if isinstance(edit.action, Replace | Insert):
            brought = exact if exact is not None else edit.action.content.text
        if edit.selector is None:
            requests.append(Request(edit, None, brought))
            continue
        requests += [Request(edit, located, brought) for located in locate_edit(edit, [syntax])]
    edited = apply_edits(source, syntax, requests)
    check_splices(source.data, edited, len(requests))
    return edited


def check_splices(data, edited, number):
    """The splices are sorted, apart, and give the result when they are put in naively."""
    result = data
    for splice in reversed(edited.splices):
        result = result[: splice.start] + splice.data + result[splice.end :]
    assert result == edited.data
    ends = 0
    for splice in edited.splices:
        assert ends <= splice.start <= splice.end <= len(data)
        assert 0 <= splice.request < number
        assert splice.data or splice.end > splice.start
        ends = splice.end
    assert len(edited.outcomes) == number


def after(path, data, *edits, **options):
    """Return the text after the edits."""
    return run(path, data, *edits, **options).data.decode("utf-8", "surrogateescape")
