"""What must hold after a step: the plan's checks, and its invariants against the base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from patcher.errors import Candidate, Problem, Refusal, Target
from patcher.proof.lines import Matches, Search
from patcher.proof.model import CheckResult
from patcher.proof.references import uses_of_names
from patcher.record import dataclass, field, replace
from patcher.source import SourceFile
from patcher.spec import required_bytes
from patcher.spec.model import Check
from patcher.syntax.syntax import Syntax
from patcher.tree import Entry, Tree, compile_pathspecs
from patcher.tree.model import SUBMODULE, SYMLINK

Sources = Callable[[Tree, str], Syntax]
MOST = 10  # lines that a failed check shows

Found = dict[str, Matches]  # path → matching lines, files without one left out


@dataclass(slots=True)
class CheckRoom:
    """The trees that checks look at, and what was found in blobs already."""

    sources: Sources
    sought: tuple[bytes, ...] = ()  # what all the patterns of a plan ask for, and perhaps more
    known: dict[tuple[str, bool, str, str], Matches] = field(default_factory=dict)

    def run(
        self,
        checks: Sequence[Check],
        invariants: Sequence[Check],
        *,
        tree: Tree,
        base: Tree,
        renamed: Mapping[str, str],
        removed_paths: Sequence[str],
    ) -> tuple[tuple[CheckResult, ...], list[Problem]]:
        """Return how each check and each invariant came out on a tree, and a problem for each that does not hold.

        `renamed` maps paths of the tree to the base's. Raises `Refusal` for a pathspec that matches
        nothing and a pattern that runs too long.
        """
        step = _Step(self, tree, base, renamed, tuple(removed_paths))
        results = [step.outcome(check, invariant=False) for check in checks]
        results += [step.outcome(check, invariant=True) for check in invariants]
        return tuple(results), _problems_of(results)

    def matches(self, tree: Tree, search: Search, pathspecs: Sequence[str]) -> Found:
        """Return the matching lines of the files that pathspecs match; binary files are passed over."""
        needed = required_bytes(search.pattern)
        sought = self.sought if needed and set(needed).issubset(self.sought) else needed
        found = {}
        for path, entry in tree.files_holding(sought, pathspecs):
            lines = self._in_blob(tree, path, entry, search)
            if lines:
                found[path] = lines
        return found

    def _in_blob(self, tree: Tree, path: str, entry: Entry, search: Search) -> Matches:
        if entry.mode in (SYMLINK, SUBMODULE):
            return ()
        # The language decides what is code, so the path's ending counts too where it matters.
        key = (
            search.pattern,
            search.only_code,
            entry.id,
            path.rpartition("/")[2] if search.only_code else "",
        )
        if key not in self.known:
            data = tree.blob(entry.id)
            syntax = self.sources(tree, path) if search.only_code and b"\0" not in data[:8000] else None
            self.known[key] = search.lines(SourceFile(path, data), syntax)
        return self.known[key]


@dataclass(slots=True)
class _Step:
    """One step's trees, while its checks are looked at."""

    room: CheckRoom
    tree: Tree
    base: Tree
    renamed: Mapping[str, str]
    removed: tuple[str, ...]

    def outcome(self, check: Check, *, invariant: bool) -> CheckResult:
        if check.kind == "run":
            return CheckResult(check, None, "not run", invariant=invariant)
        self._refuse_nothing(check)
        return getattr(self, f"_{check.kind}")(check, invariant)  # type: ignore[no-any-return]

    def _search(self, check: Check) -> Search:
        assert check.pattern is not None
        return Search(check.pattern, check.only_code, check.place_of(check.kind))

    def _found(self, check: Check) -> Found:
        return self.room.matches(self.tree, self._search(check), check.paths)

    def _counted(
        self, check: Check, invariant: bool, fits: Callable[[int], bool], found: Found, against: bool
    ) -> CheckResult:
        number = sum(map(len, found.values()))
        before = sum(map(len, self._in_base(check).values()))
        holds = fits(number)
        lines = "line matches" if number == 1 else "lines match"
        message = f"{number} {lines} in {len(found)} file{'s' if len(found) != 1 else ''}"
        shown = _shown(found) if against and not holds else ()
        return CheckResult(check, holds, message, before, number, shown, invariant, fits(before))

    def _in_base(self, check: Check) -> Found:
        """Return what the base has of the lines that a check counts."""
        if check.kind != "only_in":
            return self.room.matches(self.base, self._search(check), check.paths)
        matches = compile_pathspecs(check.paths)
        found = self.room.matches(self.base, self._search(check), ())
        return {path: lines for path, lines in found.items() if not matches(path)}

    def _absent(self, check: Check, invariant: bool) -> CheckResult:
        return self._counted(check, invariant, lambda number: number == 0, self._found(check), True)

    def _present(self, check: Check, invariant: bool) -> CheckResult:
        return self._counted(check, invariant, lambda number: number > 0, self._found(check), False)

    def _count(self, check: Check, invariant: bool) -> CheckResult:
        lowest, highest = check.lowest or 0, check.highest

        def fits(number: int) -> bool:
            return number >= lowest and (highest is None or number <= highest)

        return self._counted(check, invariant, fits, self._found(check), True)

    def _only_in(self, check: Check, invariant: bool) -> CheckResult:
        matches = compile_pathspecs(check.paths)
        found = self.room.matches(self.tree, self._search(check), ())
        outside = {path: lines for path, lines in found.items() if not matches(path)}
        return self._counted(check, invariant, lambda number: number == 0, outside, True)

    def _unchanged(self, check: Check, invariant: bool) -> CheckResult:
        """Compare the matching lines file by file; a file that was renamed with the one it was."""
        now = self._found(check)
        was = self.room.matches(self.base, self._search(check), check.paths)
        matches = compile_pathspecs(check.paths) if check.paths else None
        followed = {self.renamed.get(path, path): path for path in now}
        against: list[Candidate] = []
        for old in sorted({*was, *followed}):
            path = followed.get(old, old)
            if matches is not None and not (matches(old) or matches(path)):
                continue
            lines, before = now.get(path, ()), was.get(old, ())
            if [text for _, text in lines] != [text for _, text in before]:
                against += _differences(path, lines, before)
        before_count, after_count = (sum(map(len, found.values())) for found in (was, now))
        message = f"{after_count} line{'' if after_count == 1 else 's'}, "
        if after_count != before_count:
            message += f"{before_count} in the base"
        else:
            message += "as many as in the base, but not the same" if against else "as in the base"
        return CheckResult(
            check, not against, message, before_count, after_count, tuple(against[:MOST]), invariant
        )

    def _parses(self, check: Check, invariant: bool) -> CheckResult:
        faulty: dict[str, list[Candidate]] = {}
        number = 0
        for path, entry in self.tree.matching(check.paths):
            if entry.mode in (SYMLINK, SUBMODULE):
                continue
            number += 1
            if found := _faults(self.room.sources(self.tree, path)):
                faulty[path] = found
        same = [path for path in faulty if self._is_as_in_base(path, faulty[path])]
        message = f"{len(faulty)} of {number} files do not parse" if faulty else f"{number} files parse"
        if same:
            message += f", and {len(same)} of them {'is' if len(same) == 1 else 'are'} as in the base"
        shown = [row for path in faulty if path not in same for row in faulty[path][:MOST]]
        shown += [faulty[path][0] for path in same]
        return CheckResult(check, not faulty, message, None, number, tuple(shown), invariant, not same)

    def _is_as_in_base(self, path: str, found: Sequence[Candidate]) -> bool:
        """Tell whether a file has the faults that it had in the base, by what they say and the text of their lines."""
        old = self.renamed.get(path, path)
        entry = self.base.entry(old)
        if entry == self.tree.entry(path):
            return True
        if entry is None or entry.mode in (SYMLINK, SUBMODULE):
            return False
        was = _faults(self.room.sources(self.base, old))
        return Counter((row.text, row.note) for row in was) == Counter((row.text, row.note) for row in found)

    def _unreferenced(self, check: Check, invariant: bool) -> CheckResult:
        found = uses_of_names(self.tree, self.base, check.names, check.paths, self.room.sources)
        uses = found.certain
        message = (
            f"{len(uses)} line{' uses' if len(uses) == 1 else 's use'} them" if uses else "no use is left"
        )
        if found.unsure:
            first = found.unsure[0]
            message += f"; could not tell of {len(found.unsure)}, first {first.file}:{first.first_line}"
        return CheckResult(check, not uses, message, None, len(uses), uses[:MOST], invariant)

    def _refuse_nothing(self, check: Check) -> None:
        """Refuse a pathspec that matches no file, and none that the step removes."""
        if check.optional:
            return
        for spec in check.paths:
            if spec.startswith("!") or any(map(compile_pathspecs((spec,)), self.removed)):
                continue
            if (
                next(self.tree.matching((spec,)), None) is None
                and next(self.base.matching((spec,)), None) is None
            ):
                key = "in" if check.kind not in ("only_in", "parses") else check.kind
                message = f"the pathspec `{spec}` matches no file"
                hint = "correct it, or add `optional: true`"
                raise Refusal(
                    Problem("pathspec-matches-nothing", message, plan=check.place_of(key), hint=hint)
                )


def _faults(syntax: Syntax) -> list[Candidate]:
    """Return a row for each fault of a file, or one that says that no parser of its language is known."""
    source = syntax.source
    if not syntax.language.checks:
        return [Candidate(source.path, 1, 1, f"no parser is known for {syntax.language.name}")]
    texts = (source.line_text(f.line) if f.line <= source.line_count else "" for f in syntax.faults())
    rows = zip(syntax.faults(), texts, strict=True)
    return [Candidate(source.path, f.line, f.line, text, note=f.message) for f, text in rows]


def _shown(found: Found) -> tuple[Candidate, ...]:
    rows = (Candidate(path, number, number, text) for path, lines in found.items() for number, text in lines)
    return tuple(row for row, _ in zip(rows, range(MOST), strict=False))


def _differences(path: str, now: Matches, was: Matches) -> list[Candidate]:
    old, new = [text for _, text in was], [text for _, text in now]
    gone = list(old)
    come = []
    for number, text in now:
        if text in gone:
            gone.remove(text)
        else:
            come.append(Candidate(path, number, number, text, note="not in the base"))
    missing = [Candidate(path, n, n, text, note="of the base") for n, text in was if text in gone]
    if len(missing) == len(come) <= MOST:
        pairs = [_apart(old, new) for old, new in zip(missing, come, strict=True)]
        missing, come = [old for old, _ in pairs], [new for _, new in pairs]
    return (missing + come) or [Candidate(path, 1, 1, f"the order of {len(new)} lines changed")]


def _problems_of(results: Sequence[CheckResult]) -> list[Problem]:
    """Return a problem for each check that does not hold."""
    found = []
    for result in results:
        if result.holds is not False:
            continue
        check = result.check
        what = f"`{check.kind}: {check.pattern}`" if check.pattern is not None else f"`{check.kind}`"
        lost = result.invariant and result.held
        said = "no longer holds after the step" if lost else "does not hold after the step"
        first = result.candidates[0] if result.candidates else None
        found.append(
            Problem(
                "invariant-broken" if result.invariant else "check-failed",
                f"{what} {said}: {result.message}",
                plan=check.place,
                target=Target(first.file, first.first_line, first.last_line) if first else None,
                candidates=result.candidates,
                label=_wanted(check),
                hint=_NEVER_HELD if result.invariant and not result.held else None,
            )
        )
    return found


_NEVER_HELD = (
    "the base does not hold it either, so no step can keep it: leave out those files, `'!PATH'` in its "
    "paths, or make it a check of the step that brings it about"
)


def _wanted(check: Check) -> str | None:
    if check.kind != "count":
        return None
    if check.lowest == check.highest:
        return f"{check.lowest} expected"
    return f"{check.lowest or 0} to {'any number' if check.highest is None else check.highest} expected"


def _apart(old: Candidate, new: Candidate) -> tuple[Candidate, Candidate]:
    """Return two lines with marks at what differs between them."""
    start = _alike(old.text, new.text)
    same = min(_alike(old.text[::-1], new.text[::-1]), min(len(old.text), len(new.text)) - start)
    before, after = ((start, len(each.text) - same) for each in (old, new))
    return replace(old, marks=(before,)), replace(new, marks=(after,))


def _alike(one: str, two: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
