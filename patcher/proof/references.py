"""Who still uses a name that goes: by code, or, where strictness is asked for, by anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from patcher.errors import Candidate
from patcher.expression import expression
from patcher.proof.belonging import FUNCTIONS, Belonging, Sources, belonging_of, is_common, is_fixture
from patcher.proof.model import ALWAYS, Removed
from patcher.proof.modules import module_of
from patcher.proof.rebound import Rebound, find_rebound
from patcher.proof.verdicts import CERTAIN, FAMILIES, LIKELY, NO, Wanted, strength
from patcher.record import dataclass, replace
from patcher.source import Span
from patcher.syntax import language_of
from patcher.syntax.lexis import whole_word
from patcher.syntax.model import Use
from patcher.syntax.syntax import Syntax
from patcher.tree import Tree
from patcher.tree.model import SUBMODULE, SYMLINK

if TYPE_CHECKING:
    from patcher.proof.placeholders import Placed

Before = Callable[[str], Syntax]  # a file as it was before a step, by the path that it has after it

_WORD = expression(r"\w+")
_UNKNOWN = "on an object that is not known"


@dataclass(frozen=True, slots=True)
class Uses:
    """The lines that use a name, those of which it could not be told, and what still binds it at times.

    `words` are the last parts of the names that `certain` lines use.
    """

    certain: tuple[Candidate, ...] = ()
    unsure: tuple[Candidate, ...] = ()
    twins: tuple[Candidate, ...] = ()
    words: frozenset[str] = frozenset()


def check_unreferenced(
    tree: Tree, names: Sequence[Removed], *, strict: bool, sources: Sources, before: Before
) -> Uses:
    """Return every use of the names that is left in a tree, by file and line.

    Comments, strings, prose and data files count only when `strict`. Of a qualified name the last
    part is looked for; what goes with its class or function is reached through that one's name,
    where no twin of the class stays. Text that is filled in counts in data files too.
    A name that its file still binds is used where it may be missing.
    """
    gone = {(removed.file, removed.name) for removed in names}
    sought = [removed for removed in names if not _held(tree, removed, gone, sources)]
    data = _of_data(names, before)
    if strict:
        words = sorted({data[each].own if each in data else last_part(each.name) for each in sought})
        rows = textual_uses(tree, words, (), strict=True, sources=sources)
        used = (word for word in words if any(whole_word(word).search(row.text) for row in rows))
        return Uses(rows, words=frozenset(map(last_part, used)))
    sought = [each for each in sought if each not in data or data[each].is_word]
    wanted = [_wanted(tree, removed, sources, before) for removed in sought]
    found = _scoped(tree, [*wanted, *_modules_gone(tree, names)], (), sources)
    if data:
        from patcher.proof.placeholders import placed_uses

        found = _with_placed(found, placed_uses(tree, data.values(), (), sources))
    return replace(found, twins=tuple(sorted(_twins(wanted), key=_order)))


def _of_data(names: Sequence[Removed], before: Before) -> dict[Removed, Placed]:
    """Return those of some definitions that stand in files of data, as text may be filled in with them."""
    if all(language_of(removed.file).code for removed in names):
        return {}
    from patcher.proof.placeholders import placed

    return dict(placed(names, before))


def _with_placed(found: Uses, rows: Iterable[tuple[Candidate, str, str]]) -> Uses:
    """Return uses with those of names in text that is filled in."""
    lines = {_order(row): row for row in found.certain}
    perhaps = {_order(row): row for row in found.unsure}
    words = set(found.words)
    for row, name, verdict in rows:
        if verdict == CERTAIN:
            lines.setdefault(_order(row), row)
            words.add(last_part(name))
        else:
            perhaps.setdefault(_order(row), row)
    unsure = tuple(perhaps[line] for line in sorted(perhaps) if line not in lines)
    return Uses(tuple(lines[line] for line in sorted(lines)), unsure, words=frozenset(words))


def _twins(wanted: Iterable[Wanted]) -> Iterator[Candidate]:
    """Yield the lines that still bind a name, but not always when it was bound before."""
    for each in wanted:
        if each.rebound is not None and each.rebound.everywhere() != ALWAYS:
            source = each.rebound.after.source
            lines = dict.fromkeys(source.line_at(span.start) for span in each.rebound.spans)
            yield from (Candidate(source.path, line, line, source.line_text(line)) for line in lines)


def uses_of_names(
    tree: Tree, base: Tree, names: Sequence[str], pathspecs: Sequence[str], sources: Sources
) -> Uses:
    """Return the uses of names in the files that pathspecs match (none: all files).

    A name means the definitions that the base has or the tree still has of it; a plain name those at
    a file's own level, where there is one. A name that neither defines is looked for as a word.
    """
    wanted: list[Wanted] = []
    unknown = []
    for name in names:
        found = list(_definitions(tree, name, sources))
        there = {(each.file, each.name) for each in found}
        found += [
            each
            for each in _definitions(base, name, sources, later=tree)
            if (each.file, each.name) not in there
        ]
        wanted += found
        if not found:
            unknown.append(name)
    scoped = _scoped(tree, wanted, pathspecs, sources)
    words = [last_part(name) for name in unknown]
    plain = textual_uses(tree, words, pathspecs, strict=False, sources=sources) if words else ()
    told = Uses(tuple(sorted({*scoped.certain, *plain}, key=_order)), scoped.unsure)
    if not unknown:
        return told
    from patcher.proof.placeholders import Placed, placed_uses

    return _with_placed(told, placed_uses(tree, map(Placed, unknown), pathspecs, sources))


def _modules_gone(tree: Tree, names: Sequence[Removed]) -> Iterator[Wanted]:
    """Yield the modules whose files are gone: who imports one uses it, whatever it takes out."""
    for path in dict.fromkeys(removed.file for removed in names):
        module = module_of(path)
        if module is not None and tree.entry(path) is None:
            yield Wanted(path, module.rpartition("/")[2], "module")


def _held(tree: Tree, removed: Removed, gone: set[tuple[str, str]], sources: Sources) -> bool:
    """Tell whether a definition goes together with all that hold it, or its name stays with a twin of those."""
    parts = removed.name.split(".")
    holders = [".".join(parts[:index]) for index in range(1, len(parts))]
    holders = [holder for holder in holders if (removed.file, holder) in gone]
    if not holders or tree.entry(removed.file) is None:
        return bool(holders)
    after = sources(tree, removed.file)
    return not after.definitions_called(holders[-1]) or bool(after.definitions_called(removed.name))


def last_part(name: str) -> str:
    """Return the part of a qualified name that code would use."""
    words = _WORD.findall(name)
    return words[-1] if words else name


def _wanted(tree: Tree, removed: Removed, sources: Sources, before: Before) -> Wanted:
    parent = removed.name.rpartition(".")[0]
    holder = "class" if parent else "file"
    rebound = None
    if tree.entry(removed.file) is not None:
        if parent:
            kinds = {d.kind for d in sources(tree, removed.file).definitions() if d.name == parent}
            holder = "function" if kinds and kinds <= FUNCTIONS else "class"
        rebound = _rebound(tree, removed.file, removed.name, sources, before(removed.file), removed.line)
    return Wanted(
        removed.file,
        removed.name,
        holder,
        fixture=removed.fixture,
        field=removed.kind == "assignment",
        family=FAMILIES.get(language_of(removed.file).name, ""),
        reach=removed.reach,
        written=removed.written,
        bare=tree.entry(removed.file) is None and not language_of(removed.file).code,
        kind=removed.kind,
        rebound=rebound,
    )


def _rebound(tree: Tree, path: str, name: str, sources: Sources, before: Syntax, line: int) -> Rebound | None:
    """Return what a file has left of a name whose definition on a line of the file before is gone."""
    if not before.follows_scopes or tree.entry(path) is None:
        return None
    return find_rebound(sources(tree, path), name, before, line)


def _definitions(tree: Tree, name: str, sources: Sources, later: Tree | None = None) -> Iterator[Wanted]:
    """Yield the definitions of a name in a tree's code; a plain name's members only where nothing else has it.

    With a later tree they are gone there, and what that one still has of the name is told with each.
    """
    found = []
    last = last_part(name)
    for syntax in _files_with(tree, [last], (), sources):
        kinds = {d.name: d.kind for d in syntax.definitions()}
        for definition in syntax.definitions():
            if definition.name != name and not ("." not in name and definition.name.endswith("." + name)):
                continue
            parent = definition.name.rpartition(".")[0]
            holder = "file" if not parent else "function" if kinds.get(parent) in FUNCTIONS else "class"
            path, line = syntax.source.path, syntax.source.line_at(definition.span.start)
            found.append(
                Wanted(
                    path,
                    definition.name,
                    holder,
                    fixture=is_fixture(syntax, definition),
                    field=definition.kind == "assignment",
                    present=later is None,
                    rebound=_rebound(later, path, definition.name, sources, syntax, line) if later else None,
                    family=FAMILIES.get(syntax.language.name, ""),
                    reach=syntax.reach(definition),
                    written=syntax.written_as(definition.name),
                    kind=definition.kind,
                )
            )
    exact = [wanted for wanted in found if wanted.name == name]
    yield from exact or found


def _files_with(
    tree: Tree, words: Iterable[str], pathspecs: Sequence[str], sources: Sources
) -> Iterator[Syntax]:
    """Yield the files of code in which one of the words stands."""
    literals = tuple(word.encode("utf-8", "surrogateescape") for word in words)
    for path, entry in tree.files_holding(literals, pathspecs):
        if entry.mode in (SYMLINK, SUBMODULE) or not language_of(path).code:
            continue
        data = tree.blob(entry.id)
        if any(literal in data for literal in literals) and b"\0" not in data[:8000]:
            yield sources(tree, path)


def _scoped(tree: Tree, wanted: Sequence[Wanted], pathspecs: Sequence[str], sources: Sources) -> Uses:
    if not wanted:
        return Uses()
    belonging = belonging_of(tree, sources, (each.file for each in wanted))
    by_last: dict[str, list[Wanted]] = {}
    for each in wanted:
        by_last.setdefault(each.last, []).append(each)
    rows: dict[Candidate, dict[str, str]] = {}
    elsewhere = {last for last in by_last if is_common(last)}
    for syntax in _files_with(tree, by_last, pathspecs, sources):
        for last, sought in by_last.items():
            if last not in syntax.source.text:
                continue
            if last not in elsewhere and _has_another(syntax, last, sought):
                elsewhere.add(last)
            _judge(belonging, syntax, last, sought, rows)
    certain = []
    unsure = []
    used: set[str] = set()
    for row, verdicts in rows.items():
        sure = {last for last, verdict in verdicts.items() if verdict == CERTAIN}
        likely = {last for last, verdict in verdicts.items() if verdict == LIKELY} - elsewhere
        used |= sure | likely
        if sure:
            certain.append(row)
        elif likely:
            certain.append(replace(row, note=_UNKNOWN))
        else:
            unsure.append(row)
    return Uses(tuple(sorted(certain, key=_order)), tuple(sorted(unsure, key=_order)), words=frozenset(used))


def _judge(
    belonging: Belonging,
    syntax: Syntax,
    last: str,
    wanted: Sequence[Wanted],
    rows: dict[Candidate, dict[str, str]],
) -> None:
    """Add the lines of a file that use a word, each with the strongest of the word's verdicts."""
    for use in syntax.uses_of(last) if syntax.language.knows else _words(syntax, last):
        verdict = max((belonging.of(use, syntax, each) for each in wanted), key=strength)
        if verdict == NO:
            continue
        line = syntax.source.line_at(use.span.start)
        row = Candidate(syntax.source.path, line, line, syntax.source.line_text(line))
        verdicts = rows.setdefault(row, {})
        verdicts[last] = max(verdicts.get(last, verdict), verdict, key=strength)


def _words(syntax: Syntax, name: str) -> Iterator[Use]:
    return (Use(Span(start, start + len(name)), "name") for start in _offsets(syntax, name, False))


def _has_another(syntax: Syntax, last: str, wanted: Sequence[Wanted]) -> bool:
    """Tell whether a file gives something else that name: a member, or an attribute that it sets."""
    own = {(each.file, each.name) for each in wanted}
    if any(
        definition.name.endswith("." + last) and (syntax.source.path, definition.name) not in own
        for definition in syntax.definitions()
    ):
        return True
    return any(use.kind == "set" for use in syntax.uses_of(last))


def _order(row: Candidate) -> tuple[str, int]:
    return row.file, row.first_line


def textual_uses(
    tree: Tree, names: Sequence[str], pathspecs: Sequence[str], *, strict: bool, sources: Sources
) -> tuple[Candidate, ...]:
    """Return the lines that have names as words in the files that pathspecs match (none: all files)."""
    raw = [(name, name.encode("utf-8", "surrogateescape")) for name in names]
    found: list[Candidate] = []
    for path, entry in tree.files_holding(tuple(literal for _, literal in raw), pathspecs):
        if entry.mode in (SYMLINK, SUBMODULE) or not (strict or language_of(path).code):
            continue
        data = tree.blob(entry.id)
        here = [name for name, literal in raw if literal in data]
        if here and b"\0" not in data[:8000]:
            found += _in_file(sources(tree, path), here, strict)
    return tuple(found)


def _in_file(syntax: Syntax, names: Sequence[str], strict: bool) -> Iterator[Candidate]:
    source = syntax.source
    lines: dict[int, None] = {}
    for name in names:
        for offset in _offsets(syntax, name, strict):
            lines[source.line_at(offset)] = None
    for line in sorted(lines):
        yield Candidate(source.path, line, line, source.line_text(line))


def _offsets(syntax: Syntax, name: str, strict: bool) -> Iterator[int]:
    if not strict and syntax.language.knows:
        yield from (span.start for span in syntax.uses(name))
        return
    for match in whole_word(name).finditer(syntax.source.text):
        if strict or syntax.lexis.is_code(match.start()):
            yield match.start()
