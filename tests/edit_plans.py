"""Edits as a plan would have them, located by the real finder, for the tests of the edit room."""

from patcher.edit import Request, apply_edits
from patcher.edit.carry import deliver
from patcher.errors import Place, Refusal
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


def unwrap(line=1, /, keep="body", **keys):
    options, keys = _split(keys)
    action = Unwrap(selector=select(line, **keys), keep=keep)
    return Edit(action=action, name="unwrap", place=place(line), **options)


def move(side, to, line=1, /, file=None, **keys):
    """Return a move to a side of what `to`, the keys of a selector, selects."""
    options, keys = _split(keys)
    action = Move(selector=select(line, **keys), side=side, destination=select(line, **to), file=file)
    return Edit(action=action, name="move", place=place(line), **options)


def arriving(edit):
    """Return a move as the insertion that locates its place."""
    action = Insert(
        side=edit.action.side, selector=edit.action.destination, content=content("", edit.place.line)
    )
    return Edit(action=action, name="insert", place=edit.place)


def requests_of(files, path, edit, brought=None):
    """Return what an edit of one file asks of which files."""
    if edit.selector is None:
        return [(path, Request(edit, None, brought))]
    found = []
    for located in locate_edit(edit, [files[path]]):
        request = Request(edit, located, brought)
        found.append((path, request))
        if isinstance(edit.action, Move):
            there = edit.action.file or path
            (spot,) = locate_edit(arriving(edit), [files[there]])
            found.append((there, Request(edit, spot, origin=request)))
    return found


def run_files(texts, *edits):
    """Return what applying (path, edit) pairs to several files gives, by path."""
    files = {path: syntax_of(SourceFile(path, data), language_of(path)) for path, data in texts.items()}
    asked = {path: [] for path in texts}
    for path, edit in edits:
        brought = edit.action.content.text if isinstance(edit.action, Replace | Insert) else None
        for there, request in requests_of(files, path, edit, brought):
            asked[there].append(request)
    delivered, problems = deliver([(files[path], asked[path]) for path in texts])
    if problems:
        raise Refusal(*problems)
    found = {}
    for path, requests in zip(texts, delivered, strict=True):
        edited = apply_edits(files[path].source, files[path], requests)
        check_splices(texts[path], edited, len(requests))
        found[path] = edited.data
    return found


def run(path, data, *edits, exact=None):
    """Return what applying the edits gives; `exact` are bytes that every edit brings instead of its text."""
    source = SourceFile(path, data.encode() if isinstance(data, str) else data)
    syntax = syntax_of(source, language_of(path))
    requests = []
    for edit in edits:
        brought = None
        if isinstance(edit.action, Replace | Insert):
            brought = exact if exact is not None else edit.action.content.text
        requests += [request for _, request in requests_of({path: syntax}, path, edit, brought)]
    ((requests,), problems) = deliver([(syntax, requests)])
    if problems:
        raise Refusal(*problems)
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
