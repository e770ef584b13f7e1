"""Holes and cuts as HTML: rows of code, folds, seams, whose request each cut was and why it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from patcher.finder.model import FAR
from patcher.report.page.model import Asked, Blank, Cut, End, FileHoles, Fold, Hole, Item, Line, Rows
from patcher.report.page.text import coded, named, shown
from patcher.report.words import number, plural
from patcher.results import RangeResult

_ELEMENTS = {" ": "b", "-": "s", "+": "ins"}
_FULL = 12  # names that stand in a cut's own line


class Drawing:
    """Draws a step's files, and remembers which folds lead to which lines of its patch."""

    def __init__(self, position: int, files: Sequence[FileHoles]) -> None:
        self._position = position
        self.shared = _shared_evidence(files)
        self._said: list[str] = []
        self.folds: dict[Rows, str] = {}

    def file(self, file: FileHoles) -> str:
        """Return one file with its holes."""
        was = f" <span class=was>from {named(file.old_path)}</span>" if file.old_path else ""
        what = f" <span class=tag>{file.whole}</span>" if file.whole else ""
        holes = "".join(map(self.hole, file.holes))
        label = sizes(file.deleted, file.added)
        return (
            f"<section class=file><h3>{named(file.path)}{was}{what} "
            f"<span class=size>{label}</span></h3>{holes}</section>"
        )

    def hole(self, hole: Hole) -> str:
        """Return a hole: kept lines, its cuts, kept lines, and how it reads afterwards."""
        self._said = []
        inside = " › ".join(named(header[:100]) for header in hole.inside)
        parts = [f"<p class=inside>in {inside}</p>" if inside else ""]
        parts.append(_more(hole.more_above))
        parts.append(self.rows(hole.above))
        parts += [self.cut(p) if isinstance(p, Cut) else self.rows(p.items) for p in hole.parts]
        parts += [self.rows(hole.below), _more(hole.more_below)]
        seam = f"<div class=seam><h5>Afterwards</h5>{self.rows(hole.seam)}</div>" if hole.seam else ""
        return f"<div class=hole><div>{''.join(parts)}</div>{seam}</div>"

    def cut(self, cut: Cut) -> str:
        """Return a cut: where, by whose request, on what evidence, and its lines."""
        where = str(cut.lines).replace("-", "–") if cut.lines is not None else f"at {cut.at}"
        titles = " + ".join(_titles(cut.asked)) or "changes along with the others"
        facts = "".join(f"<li>{fact}" for fact in _facts(cut))
        return (
            f"<article id={cut.key} data-r={cut.digest}>"
            f"<h4><a href=#{cut.key}>{where}</a> {titles}</h4>"
            f"<ul>{facts}</ul>{self._evidence(cut)}{self.rows(cut.items)}</article>"
        )

    def _evidence(self, cut: Cut) -> str:
        """Return why a cut is believed, beside what holds of all; said once where it is that of the cut above."""
        words = [word for word in _evidence_of(cut) if word not in self.shared]
        same, self._said = words == self._said, words
        return f"<p>{'as above' if same else listed(words)}" if words else ""

    def rows(self, items: Sequence[Item]) -> str:
        """Return lines as rows of code, folds between them."""
        html: list[str] = []
        plain: list[str] = []
        for item in items:
            if isinstance(item, Fold):
                html += [_pre(plain), self._fold(item)]
                plain = []
            else:
                plain.append(_row(item))
        return "".join([*html, _pre(plain)])

    def _fold(self, fold: Fold) -> str:
        name = self.folds.setdefault(fold.rows, f"p{self._position}m{len(self.folds) + 1}")
        peeks = [_row(line) for line in fold.peeks]
        if fold.unseen:
            peeks.append(f"<b class=n>… and {plural(fold.unseen, 'line')} more at this depth</b>")
        seen = f", {number(len(fold.peeks))} seen here" if fold.peeks else ""
        return (
            f"<details data-n={fold.first_line}><summary>{plural(fold.count, 'line')} folded{seen}</summary>"
            f"<a href=#{name}>in the patch</a></details>"
            + (f"<div class=peeks>{_pre(peeks)}</div>" if peeks else "")
        )


def outermost(names: Sequence[str]) -> list[str]:
    """Return the names that stand in none of the others: members go with what holds them."""
    known = set(names)
    parts = ((name, name.split(".")) for name in names)
    return [n for n, p in parts if not any(".".join(p[:at]) in known for at in range(1, len(p)))]


def sizes(deleted: int, added: int) -> str:
    """Return how many lines go and come, those that are none left out."""
    words = [f"−{number(deleted)}"] * bool(deleted) + [f"+{number(added)}"] * bool(added)
    return " ".join(words) or "±0"


def _pre(rows: Iterable[str]) -> str:
    text = "".join(rows)
    return f"<pre>{text}</pre>" if text else ""


def _row(item: Line | Blank | End) -> str:
    if isinstance(item, End):
        return f"<b class=n>{item.words}</b>"
    kind = _ELEMENTS[item.sign]
    if isinstance(item, Blank):
        return f"<{kind} class=b>{item.sign} {plural(item.count, 'blank line')}</{kind}>"
    text, mark = item.text, item.mark
    html = shown(text)
    if mark:
        html = f"{shown(text[: mark.start])}<mark>{shown(text[mark.start : mark.end])}</mark>{shown(text[mark.end :])}"
    end = "<i class=u>no newline at the end</i>" if item.open else ""
    return f"<{kind} data-n={item.number}>{item.sign}{html}{end}</{kind}>"


def _more(lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    text = "\n".join(shown(line.text) for line in lines)
    return f"<pre class=more data-n={lines[0].number}>\n{text}\n</pre>"


def _titles(asked: Sequence[Asked]) -> Iterator[str]:
    for each in asked:
        action = each.edit.edit.name.replace("_", " ")
        if each.range is None:
            yield action
            continue
        located = each.range.located
        verb = "move here" if each.arrives else action
        yield f"{verb} {shown(located.extent)} {named(located.label)}"


def _facts(cut: Cut) -> Iterator[str]:
    if cut.lines is not None:
        yield plural(len(cut.lines), "line goes", "lines go")
    for each in cut.asked:
        if each.range is not None:
            yield from _range_facts(each, each.range)
        yield f"plan line {each.edit.edit.place.line}"
        yield from (f"allowed: {named(problem.code)}" for problem in each.edit.allowed)


def _range_facts(asked: Asked, row: RangeResult) -> Iterator[str]:
    located = row.located
    if located.attached:
        yield f"goes along: {shown(', '.join(located.attached[:_FULL]))}"
    yield from (shown(note) for note in row.outcome.notes if "blank line" not in note)  # those are rows
    removes = [name for name in outermost(row.removes) if name != located.label]
    if removes and not asked.arrives:
        names = ", ".join(map(named, removes[:_FULL]))
        more = f" and {number(len(removes) - _FULL)} more" if len(removes) > _FULL else ""
        yield f"<b>removes {names}{more}</b>"
    if located.drift:
        words = f"{plural(located.drift, 'line')} from its hint {asked.edit.edit.near}"
        yield f"<b>{words}</b>" if located.drift > FAR else words
    for doubt in row.doubts if not asked.arrives else ():
        key = f"; {named(doubt.key)} decides otherwise" if doubt.key is not None else ""
        yield f"<b>{doubt.lines} {'goes' if doubt.goes else 'stays'}: {coded(doubt.why)}</b>{key}"
    if row.to is not None:
        yield f"{'from' if asked.arrives else 'to'} " + (
            named(f"{located.file}:{located.lines}")
            if asked.arrives
            else named(f"{row.to.file}:{row.to.lines}")
        )


def _shared_evidence(files: Sequence[FileHoles]) -> frozenset[str]:
    """Return the evidence that every cut of a step has, where there is more than one."""
    found = [set(_evidence_of(cut)) for file in files for hole in file.holes for cut in hole.cuts]
    return frozenset(set.intersection(*found)) if len(found) > 1 else frozenset()


def _evidence_of(cut: Cut) -> list[str]:
    """Return why a cut is believed; what goes along is among its facts and rows already."""
    rows = [each.range for each in cut.asked if each.range is not None]
    words = dict.fromkeys(word for row in rows for word in row.located.evidence)
    return [word for word in words if not word.startswith("attached, ") and "blank line" not in word]


def listed(words: Iterable[str]) -> str:
    """Return words of prose, with code in backquotes, as one sentence's parts."""
    return "; ".join(map(coded, words))
