"""A first plan that builds on a tree: places that could be an example, tried until one holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from patcher.errors import PatcherError
from patcher.expression import expression
from patcher.pipeline.base import Base
from patcher.pipeline.files import Sources
from patcher.pipeline.run import run_plan, with_series
from patcher.record import dataclass, replace
from patcher.results import PlanResult
from patcher.spec import parse_plan
from patcher.spec.first_plan import Draft, render_first_plan
from patcher.spec.writing import Value, flow, literally, quoted
from patcher.syntax import language_of
from patcher.syntax.model import Definition, Language
from patcher.syntax.syntax import Syntax
from patcher.tree.model import EXECUTABLE, FILE

_ASIDE = expression(
    r"(^|/)(\.[^/]+|tests?|testing|spec|specs|fixtures?|examples?|samples?|benchmarks?|checks?|vendor|vendored"
    r"|third[_-]party|node_modules|dist|build|generated|docs?|patches)/"
    r"|(^|/)(\.|test_|conftest|setup\.py)|[._-](test|spec|min|lock|pb2?)\.|\.lock$|-lock\.",
    re.IGNORECASE,
)
_GLOBS = expression(r"[*?\[\]!]")
_LARGEST = 400_000  # bytes of a file that is looked into
_BEST = 12  # lines of a range that shows everything and fits on a screen
_FILES, _IDEAS, _STRICT = 12, 5, 3  # looked into of each kind; tried of a file; tried for being without users


@dataclass(frozen=True, slots=True)
class Idea:
    """One edit that could be the example: the file, its selector, what it is called on a screen."""

    file: str
    selector: dict[str, Value]
    what: str
    name: str
    lines: int
    rank: int = 0  # 0 is tried first: what stands at the file's level by a name of its own


@dataclass(frozen=True, slots=True)
class First:
    """A first plan that was built in memory: its text, its result, and what its edit does."""

    text: str
    result: PlanResult
    what: str


def first_plan(base: Base, draft: Draft, path: str) -> First:
    """Return a plan, to be written to `path`, that builds on the base; `draft` says what it is called.

    A definition that nobody uses is taken where one is soon found, else any definition, section or
    key, else a line; a tree without text gets a file. Raises `PatcherError` where not even that holds.
    """
    ideas = _ideas(base)
    best = list(islice(ideas, _STRICT))
    for idea in best:
        found = _tried(base, draft, path, idea, unreferenced=True) if _is_named_code(idea) else None
        if found is not None:
            return found
    for idea in (*best, *ideas):
        found = _tried(base, draft, path, idea)
        if found is not None:
            return found
    return _with_a_file(base, draft, path)


def _tried(base: Base, draft: Draft, path: str, idea: Idea, unreferenced: bool = False) -> First | None:
    """Return the plan of an idea, or `None` where the plan does not hold on the base."""
    stem = idea.file.rpartition("/")[2].partition(".")[0] or idea.file
    named = replace(draft, title=f"Remove {idea.name}", subject=f"{stem}: remove {idea.name}")
    text = render_first_plan(named, _edit(idea, unreferenced), _check(idea))
    try:
        result = _built(base, text, path)
        located = result.steps[0].edits[0].ranges[0].located
        text = render_first_plan(named, _edit(idea, unreferenced, str(located.lines)), _check(idea))
        return First(text, _built(base, text, path), f"deletes {idea.what}, {idea.file}:{located.lines}")
    except PatcherError:
        return None


def _built(base: Base, text: str, path: str) -> PlanResult:
    """Return the plan's result with its patches; raises `PatcherError` where it does not hold."""
    result = run_plan(parse_plan(text.encode(), path), base)
    if result.problems:
        raise PatcherError(*result.problems)
    return with_series(result, base)


def _edit(idea: Idea, unreferenced: bool, near: str | None = None) -> Iterator[str]:
    """Yield the lines of the edit, each key with what it is for."""
    yield "# what goes, by its name or a pattern, and how far that reaches"
    yield f"- delete: {flow(idea.selector)}"
    yield f"  file: {quoted(idea.file)}"
    if near is not None:
        yield f"  {f'near: {near}':<23} # where it was seen; a hint, never the proof"
    if unreferenced:
        yield f"  {'unreferenced: true':<23} # refused while code still uses it"
    elif _is_named_code(idea):
        yield f"  {'# unreferenced: true':<23} # would refuse while code still uses it"


def _check(idea: Idea) -> str | None:
    return f"parses: [{quoted(idea.file)}]" if language_of(idea.file).checks else None


def _with_a_file(base: Base, draft: Draft, path: str) -> First:
    """Return a plan that adds a file, for a tree that has no text to take away."""
    name = next(name for name in _free_names() if base.tree.entry(name) is None)
    named = replace(draft, title=f"Add {name}", subject=f"Add {name}")
    edit = [
        "# this tree has no line that could go, so the example brings one",
        f"- create_file: {name}",
        "  with: |",
        "    What a plan brings is written here.",
    ]
    check = f"present: brings\n        in: {name}"
    text = render_first_plan(named, edit, check)
    return First(text, _built(base, text, path), f"adds {name}, for the tree has no text that could go")


def _free_names() -> Iterator[str]:
    yield "NOTES.md"
    number = 2
    while True:
        yield f"NOTES-{number}.md"
        number += 1


def _ideas(base: Base) -> Iterator[Idea]:
    """Yield places that could be the example, the best kind of file first."""
    sources = Sources()
    for tier in _tiers(base):
        found: list[list[Idea]] = []
        for path in tier[:_FILES]:
            if len(base.tree.read(path)) > _LARGEST:
                continue
            try:
                found.append(sorted(_of_file(sources.of(base.tree, path)), key=_fitness)[:_IDEAS])
            except (ImportError, PatcherError, RecursionError):  # no grammar, or nothing that can be read
                continue
        yield from sorted((idea for ideas in found for idea in ideas), key=_fitness)


def _fitness(idea: Idea) -> tuple[int, bool, int]:
    return idea.rank, len(idea.name) < 4, abs(idea.lines - _BEST)


def _tiers(base: Base) -> list[list[str]]:
    """Return the paths by kind: code with definitions, other code, prose and data, text, what lies aside."""
    tiers: list[list[str]] = [[], [], [], [], []]
    for path, entry in base.tree.files():
        if entry.mode in (FILE, EXECUTABLE) and path.isprintable() and not _GLOBS.search(path):
            tiers[_tier(path, language_of(path))].append(path)
    for tier in tiers:
        common = Counter(language_of(path).name for path in tier)
        tier.sort(key=lambda path: (-common[language_of(path).name], path.count("/"), path))
    return tiers


def _tier(path: str, language: Language) -> int:
    if _ASIDE.search(path):
        return 4
    if language.code:
        return 0 if "definition" in language.knows else 1
    return 2 if language.knows else 3


def _is_named_code(idea: Idea) -> bool:
    """Tell whether an idea is a definition of code, which code elsewhere may use."""
    return "definition" in idea.selector and language_of(idea.file).code


def _of_file(syntax: Syntax) -> Iterator[Idea]:
    """Yield what a file has to offer: definitions, sections, lines that stand once in it."""
    source, knows = syntax.source, syntax.language.knows
    if source.is_binary:
        return
    for each in syntax.definitions() if "definition" in knows else ():
        if each.clean and not each.multiple and each.name.isprintable():
            lines = source.lines_of(each.span)
            inner = "." in each.name or bool(source.indent(lines.first_line))
            selector: dict[str, Value] = {"definition": literally(each.name)}
            what = f"the {each.kind} `{each.name}`"
            rank = 2 if inner else int(_is_usual(each, syntax.language))
            yield Idea(source.path, selector, what, each.name, len(lines), rank)
    for section in syntax.sections()[1:] if "section" in knows else ():
        if section.label.strip() and section.label.isprintable():
            anchor: dict[str, Value] = {"section": f"^{literally(section.label)}$"}
            what, count = f"the section `{section.label}`", len(source.lines_of(section.span))
            yield Idea(source.path, anchor, what, "a section", count)
    yield from _lines(syntax)


def _is_usual(definition: Definition, language: Language) -> bool:
    """Tell whether a definition has a name that many files have, or is a value of a program."""
    usual = definition.name.startswith("__") or definition.name in ("main", "init", "setup", "all")
    usual = usual or not definition.name.isidentifier()  # an `impl` of Rust is named by all its header
    return usual or (language.code and definition.kind in ("assignment", "variable"))


def _lines(syntax: Syntax) -> Iterator[Idea]:
    """Yield lines with words in them that stand once in their file."""
    source = syntax.source
    texts = [source.line_text(line) for line in range(1, source.line_count + 1)]
    counts = Counter(texts)
    for text in islice((t for t in texts if counts[t] == 1 and re.search(r"\w{3}", t)), 20):
        if text.isprintable() and len(text) <= 72:
            yield Idea(source.path, {"line": f"^{literally(text)}$"}, f"the line `{text}`", "a line", 1, 3)
