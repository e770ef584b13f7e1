"""Real trees: every definition at a file's level, located by name, against somebody who shares no code.

    python -m benchmarks.boundaries.trees [--cache DIR] [--only LANGUAGE ...] [--list FILE]

Both ways: what `patcher` finds and the witness does not know, and what the witness knows and `patcher`
does not find. Each disagreement is explained by a rule of `RULES` or is listed and makes this fail.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.boundaries.faults import CACHE
from benchmarks.boundaries.rights import agrees, bare_lines, carried_out, deletion, seen_in
from benchmarks.boundaries.sources import fetch
from benchmarks.boundaries.witnesses import Seen, ask
from patcher.errors import Refusal
from patcher.finder import locate_edit
from patcher.finder.model import Located
from patcher.record import replace
from patcher.syntax import language_of
from patcher.syntax.model import Definition
from patcher.syntax.syntax import Syntax


@dataclass(frozen=True)
class Difference:
    """Where the two do not agree. `located` is `None` where `patcher` has no range, `seen` where the witness has none."""

    syntax: Syntax
    name: str
    seen: Seen | None
    definition: Definition | None
    located: Located | None
    refusal: str = ""

    @property
    def line(self) -> int:
        """The 1-based line to look at."""
        if self.seen is not None:
            return self.seen.named
        assert self.definition is not None
        return self.syntax.source.line_at(self.definition.span.start)

    @property
    def text(self) -> str:
        """What stands on that line."""
        return self.syntax.source.line_text(self.line)

    def __str__(self) -> str:
        ours = "none" if self.located is None else "{}-{}".format(*bare_lines(self.syntax, self.located))
        theirs = "none" if self.seen is None else f"{self.seen.first or self.seen.named}-{self.seen.last}"
        why = f" ({self.refusal})" if self.refusal else ""
        place = f"{self.syntax.source.path}:{self.line}"
        return f"{place} `{self.name}`: patcher {ours}{why}, witness {theirs}: {self.text.strip()[:60]}"


@dataclass
class Tally:
    """What came of one language's files."""

    files: int = 0
    unread: int = 0
    located: int = 0
    same: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)


def differences(syntax: Syntax, seen: Sequence[Seen]) -> Iterator[Difference | None]:
    """Yield `None` for each definition on which both agree, and each difference."""
    left = [one for one in seen if one.top]
    for definition, located, refusal in _located(syntax):
        name = _short(definition.name)
        mine = [one for one in left if one.name.rpartition("::")[2] == name]
        if located is not None:
            same = next((one for one in mine if agrees(one, syntax, located)), None)
            if same is not None:
                left.remove(same)
                yield None
                continue
        lines = syntax.source.lines_of(definition.span)
        other = next((one for one in mine if lines.first_line <= one.named <= lines.last_line), None)
        if other is not None:
            left.remove(other)
        yield Difference(syntax, definition.name, other, definition, located, refusal)
    for one in left:
        yield Difference(syntax, one.name, one, None, None)


def _located(syntax: Syntax) -> Iterator[tuple[Definition, Located | None, str]]:
    """Yield every definition at the file's level with what its name gives, each part of it by itself."""
    names: dict[str, list[Definition]] = defaultdict(list)
    for definition in _at_the_top(syntax):
        names[definition.name].append(definition)
    for name, some in names.items():
        edit = deletion("definition", re.escape(name))
        try:
            found = locate_edit(replace(edit, count="any"), [syntax])
        except Refusal as refusal:
            for definition in some:
                yield definition, None, refusal.problems[0].code
            continue
        for located in found:
            yield located.definition or some[0], located, ""


def _at_the_top(syntax: Syntax) -> Iterator[Definition]:
    """Yield what stands in nothing else but a namespace; a method outside of its type is such a thing."""
    apart = syntax.language.name in ("go", "cpp")
    end, last = -1, None
    for definition in syntax.definitions():
        if apart and definition.kind == "namespace":
            continue
        if (definition.span.start >= end or definition.span == last) and (
            apart or "." not in definition.name
        ):
            last = definition.span
            yield definition
        end = max(end, *(part.end for part in definition.parts[:1] or (definition.span,)))


def _short(name: str) -> str:
    return re.split(r"\.|::", name)[-1]


# Why the two may differ, in the order in which it is asked. The first that holds explains a difference.
def _faulty(difference: Difference) -> bool:
    first, last = (
        difference.line - 3,
        max(difference.line, (difference.seen and difference.seen.last) or 0) + 3,
    )
    return any(first <= fault.line <= last for fault in difference.syntax.faults())


def _is_kind(difference: Difference, *kinds: str) -> bool:
    return (
        difference.seen is None and difference.definition is not None and difference.definition.kind in kinds
    )


def _refused(difference: Difference) -> bool:
    if difference.located is None or difference.syntax.language.name not in ("c", "cpp"):
        return False
    edit = deletion("definition", re.escape(difference.name))
    return any(
        p.code == "boundaries-disagree" for p in carried_out(difference.syntax, edit, difference.located)[1]
    )


RULES: dict[str, Callable[[Difference], bool]] = {
    "`multiple-assignment`: one of several targets, or a class with a variable behind it, is refused by name": (
        lambda one: one.refusal == "multiple-assignment"
    ),
    "each name of a destructuring is a definition here, and refused or taken as one; the compiler lists none": (
        lambda one: one.seen is None and re.search(r"\b(?:const|let|var)\s*[\[{]", one.text) is not None
    ),
    "an `impl` block has a name here; the witness lists types and functions": (
        lambda one: one.seen is None and one.name.startswith("impl ")
    ),
    "an enumerator, a field of an `extend` is a definition here; the witness lists none": (
        lambda one: _is_kind(one, "enumerator", "constant", "field", "extension")
    ),
    "ctags does not read `_`, or a value whose type has arguments in brackets": (
        lambda one: one.seen is None and (one.name == "_" or re.search(r"\w\[", one.text) is not None)
    ),
    "a `#define` in a function, or one of several of a name: one of the two lists it": (
        lambda one: one.text.lstrip().startswith("#") and None in (one.seen, one.located)
    ),
    "a macro's call stands where a declaration would; ctags takes it for a function or a variable": (
        lambda one: one.located is None and re.match(r"\s*[A-Z][A-Z0-9_]*\s*\(", one.text) is not None
    ),
    "ctags ends a type at its brace, and a `typedef` goes on behind it": (
        lambda one: one.located is not None and one.text.startswith("typedef")
    ),
    "ctags ends a service at the end of its first `rpc` that has a body": (
        lambda one: one.located is not None and re.match(r"\s*service\b", one.text) is not None
    ),
    "what has no name of its own (`declare global`, an anonymous enum) is no definition here, and may hold some": (
        lambda one: (
            one.name.startswith("__anon")
            or re.match(r"declare global\b|export as namespace\b", one.text) is not None
            or (
                one.seen is None
                and re.search(r"^declare global\b", one.syntax.source.text, re.MULTILINE) is not None
            )
        )
    ),
    "ctags does not list a static member that is defined outside of its class": (
        lambda one: one.seen is None and re.search(r"\w::\w+\s*=", one.text) is not None
    ),
    "a name behind a `typedef`, or of a type without a variable, that is not the one it is known by here": (
        lambda one: (
            one.seen is not None
            and one.seen.kind in ("typedef", "struct", "union", "enum")
            and one.located is None
        )
    ),
    "arms of an `#if` open or close more than others: the proof refuses the range": lambda one: _refused(one),
    "an overload, an operator or a constructor of C++: one of the two lists it, or both by another name": (
        lambda one: one.syntax.language.name == "cpp" and None in (one.seen, one.located)
    ),
    "ctags does not follow Rust's lifetimes and modules: members come at the file's level, a module is left out": (
        lambda one: (
            one.syntax.language.name == "rust"
            and (
                re.match(r"\s+|.*'|.*\bmod\b", one.text) is not None
                if None in (one.seen, one.located)
                else False
            )
        )
    ),
    "the grammar cannot read the declaration, and nothing is offered for it": (
        lambda one: one.located is None and _faulty(one)
    ),
}


def explanation(difference: Difference) -> str | None:
    """Return the rule that explains a difference, `None` where it is silent."""
    return next((why for why, holds in RULES.items() if holds(difference)), None)


def compare(language: str, files: Sequence[tuple[str, bytes]], answers: dict[str, list[Seen]]) -> Tally:
    """Return what comes of the files of one language."""
    tally = Tally()
    for path, data in files:
        if path not in answers:
            tally.unread += 1
            continue
        tally.files += 1
        for found in differences(seen_in(path, data, language), answers[path]):
            tally.located += found is None or found.located is not None
            why = None if found is None else explanation(found)
            if found is None:
                tally.same += 1
            elif why is not None:
                tally.explained[why] += 1
            else:
                tally.silent.append(str(found))
    return tally


def render(tallies: dict[str, Tally]) -> str:
    """Return the table, one row a language, and the explanations with their numbers."""
    rows = ["| language | files | definitions located | same lines | explained | not explained |"]
    rows.append("|---|---:|---:|---:|---:|---:|")
    why: Counter[str] = Counter()
    for name, tally in tallies.items():
        explained = sum(tally.explained.values())
        why.update({f"`{name}`: {rule}": number for rule, number in tally.explained.items()})
        cells = (tally.files, tally.located, tally.same, explained, len(tally.silent))
        rows.append(f"| `{name}` | " + " | ".join(f"{cell:,}" for cell in cells) + " |")
    return "\n".join([*rows, "", *(f"- {rule}: {number:,}" for rule, number in sorted(why.items()))])


def main() -> None:
    """Compare every file of the distributions; exit 1 where a difference is not explained."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--only", nargs="*", default=[], help="languages")
    parser.add_argument("--list", type=Path, help="write every difference that is not explained to a file")
    options = parser.parse_args()
    files: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    brought = list(fetch(options.cache))
    for distribution, archive in brought:
        held = list(distribution.files(archive))
        headers = "cpp" if any(path.endswith((".cpp", ".hpp")) for path, _ in held) else "c"
        for path, data in held:
            language = language_of(path, headers if path.endswith(".h") else None)
            if "definition" in language.knows and (not options.only or language.name in options.only):
                files[language.name].append((path, data))
    tallies: dict[str, Tally] = {}
    for language_name, some in sorted(files.items()):
        began = time.monotonic()
        answers = ask(language_name, some, options.cache)
        if isinstance(answers, str):
            print(f"{language_name}: {len(some)} files, not compared: {answers}", file=sys.stderr)
            continue
        tallies[language_name] = compare(language_name, some, answers)
        print(f"{language_name}: {len(some)} files ({time.monotonic() - began:.0f} s)", file=sys.stderr)
    silent = [row for tally in tallies.values() for row in tally.silent]
    print(render(tallies))
    print(f"{len(brought)} distributions, {len(silent)} differences not explained")
    if options.list:
        options.list.write_text("".join(f"{row}\n" for row in silent))
    sys.exit(1 if silent else 0)


if __name__ == "__main__":
    main()
