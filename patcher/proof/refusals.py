"""What the proof of a file refuses, drawn on the file's own lines, with the keys that would settle it.

`-` marks what would go. A selector is offered only if the finder gives exactly one range for it and
that range passes the check that refused the first one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patcher.edit.model import Request
from patcher.errors import Candidate, Mark, Offer, Problem, Refusal, Target
from patcher.finder import locate_edit
from patcher.finder.model import Located
from patcher.proof.offers import can_unwrap, neighbour_too, one_range
from patcher.record import replace
from patcher.source import SourceFile, Span, excerpt_of, mark_of
from patcher.spec.model import Delete, Edit, Selector
from patcher.spec.writing import flow, literally, quoted
from patcher.syntax.model import Definition, Disagreement, SyntaxFault
from patcher.syntax.syntax import Syntax

_MOST_NAMES = 8  # definitions that a message lists


def disagreeing(before: Syntax, located: Located, answer: Disagreement, edit: Edit) -> Problem:
    """Return the refusal of a boundary that two methods do not agree on, both drawn side by side."""
    source = before.source
    spans = [(answer.first, answer.first_span)]
    if answer.second_span is not None:
        spans.append((answer.second, answer.second_span))
    marks = [mark_of(source, span, str(n), f"by {word}") for n, (word, span) in enumerate(spans, 1)]
    return Problem(
        "boundaries-disagree",
        f"{answer.first} and {answer.second} do not agree on where the {located.extent} ends",
        plan=edit.place,
        target=_target(source, located.span),
        candidates=tuple(_row(source, span, word) for word, span in spans),
        excerpts=(excerpt_of(source, marks),),
        hint=("say which lines you mean, or " if edit.name == "delete" else "")
        + "allow it with `allow: [boundaries-disagree]` beside the action:",
        offers=(
            *(_stated(before, [span for _, span in spans]) if edit.name == "delete" else ()),
            Offer("allow: [boundaries-disagree]", f"takes {source.lines_of(located.span)}, as located"),
        ),
    )


def not_what_it_says(before: Syntax, located: Located, wrong: str, edit: Edit) -> Problem:
    """Return the refusal of a range that is not what the format says of its selector, with why."""
    source = before.source
    mark = mark_of(source, located.span, "-", "what was found")
    return Problem(
        "boundaries-disagree",
        f"the range is not what `{located.extent}` says: {wrong}",
        plan=edit.place,
        target=_target(source, located.span),
        candidates=(_row(source, located.span, "what was found"),),
        excerpts=(excerpt_of(source, [mark]),),
        hint="say the range with another selector, or allow it with `allow: [boundaries-disagree]` beside the action:",
        offers=(Offer("allow: [boundaries-disagree]", f"takes {source.lines_of(located.span)}, as located"),),
    )


def _stated(before: Syntax, spans: Sequence[Span]) -> Iterator[Offer]:
    """Yield each answer as lines with what stands on the first and the last of them."""
    source = before.source
    for span in dict.fromkeys(source.span_of(source.lines_of(span)) for span in spans):
        lines = source.lines_of(span)
        first, last = (source.line_text(n).strip() for n in (lines.first_line, lines.last_line))
        if before.straddles(span) is not None or max(len(first), len(last)) > 60:
            continue
        expect = flow({"first": literally(first), "last": literally(last)})
        yield Offer(f"delete: {{lines: {lines.first_line}-{lines.last_line}}}\nexpect: {expect}")


def cut_across(before: Syntax, located: Located, node: Span, edit: Edit, *, comma: bool = False) -> Problem:
    """Return the refusal of a cut through a construct, or of one that leaves a comma alone."""
    source = before.source
    what = "the list that keeps a comma without its element" if comma else "the construct that it cuts"
    marks = [
        mark_of(source, node, ":", what),
        mark_of(source, located.span, "-", "what would go"),
    ]
    told = "leaves a comma without its element in" if comma else "cuts through"
    offers = []
    if edit.name == "delete":
        offers = [
            *_unwrapped(before, located),
            *_with_what_decorates(before, located, edit),
            *_to_the_end(before, located, edit),
            *_whole_ones(before, located, node),
        ]
    take = "take a whole one" if offers else "take the whole of it"
    return Problem(
        "cut-across-node",
        f"the deletion {told} a construct of `{source.path}`",
        plan=edit.place,
        target=_target(source, located.span),
        candidates=(
            _row(source, located.span, "what would go"),
            _row(source, node, "the construct that it cuts"),
        ),
        excerpts=(excerpt_of(source, marks),),
        hint=f"{take}, or accept the cut with `allow: [cut-across-node]` beside the action:",
        offers=(*offers, Offer("allow: [cut-across-node]", "cuts as drawn")),
    )


def _whole_ones(before: Syntax, located: Located, node: Span) -> Iterator[Offer]:
    """Yield selectors of whole constructs around a cut that the finder takes for one range each."""
    source, found = before.source, []
    core = Span(*_trimmed(source.text, located.core))
    head = Span(core.start, min(core.end, source.end_at(core.start)))
    element, statement = before.element_at(head), before.statement_at(head)
    if element is not None:
        found.append(("entry", _first_line(source, element.span), element.span))
    if statement is not None:
        found.append(("statement", _first_line(source, statement.span), statement.span))
    around = [d for d in before.definitions() if _with_attached(d).holds(core) or d.span.holds(node)]
    if around:
        inner = min(around, key=lambda d: len(d.span))
        found.append(("definition", inner.name, _with_attached(inner)))
    found.sort(key=lambda row: (row[0] != "entry", len(row[2]), row[0]))
    seen: set[Span] = set()
    for extent, anchor, span in found:
        plain = extent == "definition" and anchor.replace(".", "").isidentifier()
        pattern = anchor if plain else literally(anchor)
        if (
            span in seen
            or (extent, span) == (located.extent, core)
            or len(pattern) > 70
            or not (span.holds(core) or span.holds(node))
        ):
            continue
        one = one_range(before, span, extent, pattern)
        if one is not None and (extent == "definition" or _is_whole(before, one)):
            seen.add(span)
            yield Offer(f"delete: {{{extent}: {quoted(pattern)}}}", f"takes {source.lines_of(span)}")


def _with_attached(definition: Definition) -> Span:
    return Span(min(definition.attached_start, definition.span.start), definition.span.end)


def _unwrapped(before: Syntax, located: Located) -> Iterator[Offer]:
    """Yield the `unwrap` of a compound statement of which only the header was taken, where it can be done."""
    core = Span(*_trimmed(before.source.text, located.core))
    for chain in before.chains():
        if chain.span.start == core.start and chain.arms and chain.arms[0].header.holds(core):
            pattern = literally(_first_line(before.source, chain.span))
            if len(pattern) <= 70 and can_unwrap(before, pattern):
                yield Offer(
                    f"unwrap: {{statement: {quoted(pattern)}}}\nkeep: body", "keeps what stands in it"
                )
            return


def _with_what_decorates(before: Syntax, located: Located, edit: Edit) -> Iterator[Offer]:
    """Yield the same selector with `attached: true`, where what was cut off stands above and goes along then."""
    selector = edit.selector
    if selector is None or selector.anchor is None or selector.takes_attached or _is_narrowed(selector):
        return
    attached = replace(selector, attached=True)
    try:
        every = locate_edit(replace(edit, action=Delete(selector=attached), count="any", near=None), [before])
    except (Refusal, ValueError):
        return
    for found in every:
        if found.core == located.core and found.span != located.span and _is_whole(before, found):
            keys = f"{selector.extent}: {quoted(selector.anchor)}, attached: true"
            yield Offer(f"delete: {{{keys}}}", f"takes {found.lines}")


def _is_narrowed(selector: Selector) -> bool:
    narrowing = (
        selector.within or selector.matching or selector.dropping or selector.plus or selector.language
    )
    return bool(narrowing) or selector.nth is not None


def _to_the_end(before: Syntax, located: Located, edit: Edit) -> Iterator[Offer]:
    """Yield a range that goes through the whole definition whose first line its second end has found."""
    selector = edit.selector
    if selector is None or selector.through is None or not located.ends:
        return
    source, last = before.source, located.lines.last_line
    for definition in before.definitions():
        if (
            source.line_at(definition.span.start) == last
            and source.lines_of(definition.span).last_line > last
        ):
            through = Selector(extent="definition", anchor=definition.name, place=selector.place)
            yield from _ranged(before, located, edit, replace(selector, through=through), "through")


def _ranged(before: Syntax, located: Located, edit: Edit, selector: Selector, key: str) -> Iterator[Offer]:
    """Yield a `from` with another second end, where it gives one range that begins where the first one did."""
    begin, end = selector.start, selector.through or selector.until
    if begin is None or end is None or begin.anchor is None:
        return
    if _is_narrowed(begin):
        return
    try:
        (found,) = locate_edit(replace(edit, action=Delete(selector=selector), near=None), [before])
    except (Refusal, ValueError):
        return
    if found.lines.first_line == located.lines.first_line and _is_whole(before, found):
        start = begin.anchor if begin.extent == "line" else {begin.extent: begin.anchor}
        text = flow({"from": start, key: {end.extent: str(end.anchor)}})
        yield Offer(f"delete: {text}", f"takes {found.lines}")


def _is_whole(before: Syntax, located: Located) -> bool:
    return before.straddles(located.span) is None and before.orphaned_comma(located.span) is None


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    held = text[span.start : span.end]
    start = span.start + len(held) - len(held.lstrip())
    return start, max(start, span.end - (len(held) - len(held.rstrip())))


def _first_line(source: SourceFile, span: Span) -> str:
    return source.text[span.start : min(span.end, source.end_at(span.start))].strip()


def no_longer_whole(
    before: Syntax, after: Syntax, fault: SyntaxFault, spans: Sequence[Span], request: Request
) -> Problem:
    """Return the refusal of a file that does not parse any more; `spans` are the seams after the step."""
    edit, located = request.edit, request.located
    source = after.source
    line = max(1, min(fault.line, source.line_count)) if source.line_count else 1
    text = source.line_text(line) if source.line_count else ""
    indent = len(text) - len(text.lstrip())
    seams = [source.line_at(span.start) for span in spans if source.line_count]
    near = sorted(seams, key=lambda seam: abs(seam - line))[:1]
    marks = [Mark(seam, seam, ">", "the step cut or changed here, or right above") for seam in near]
    marks.append(Mark(line, line, "^", fault.message, indent + 1, max(1, len(text.strip()))))
    offers, hint = [], "the range takes too much or too little; see it with `patcher locate -v`"
    if located is not None and edit.name == "delete":
        further = neighbour_too(before, request)
        offers = [*_whole_ones(before, located, located.span)]
        if further is not None:
            offers.insert(0, Offer(further[1], f"takes `{further[0]}`"))
            hint = f"`{further[0]}` cannot stand without it; put the first of these beside it, or take a whole construct:"
        elif offers:
            hint = "the range takes too much or too little; a whole construct would be:"
    return Problem(
        "no-longer-parses",
        f"`{source.path}` parsed before the step and does not after it: {fault.message}",
        plan=edit.place,
        target=Target(source.path, line, line),
        candidates=(Candidate(source.path, line, line, text, note="line of the file after the step"),),
        excerpts=(excerpt_of(source, marks, after=True),),
        hint=hint,
        offers=tuple(offers),
    )


def swallowed(
    before: Syntax, definitions: Sequence[Definition], edit: Edit, located: Located | None
) -> Problem:
    """Return the refusal of definitions that would go although no selector names them."""
    source = before.source
    names = list(dict.fromkeys(definition.name for definition in definitions))
    marks = [] if located is None else [mark_of(source, located.span, "-", "what would go")]
    marks += [
        mark_of(source, definition.span, "!", "nobody named it") for definition in definitions[:_MOST_NAMES]
    ]
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_NAMES]) + (
        ", ..." if len(names) > _MOST_NAMES else ""
    )
    first = definitions[0]
    one = f"the {first.kind} `{first.name}` would go, and no selector names it"
    many = f"{len(names)} definitions would go, and no selector names them: {shown}"
    return Problem(
        "unasked-removal",
        one if len(names) == 1 else many,
        plan=edit.place,
        target=_target(source, first.span),
        candidates=tuple(_row(source, each.span, each.name) for each in definitions),
        excerpts=(excerpt_of(source, marks),),
        hint="make the range smaller, or name in `removes`, beside the action, what goes with it:",
        offers=(*_shorter(before, first, edit, located), Offer(f"removes: {flow(names)}", "goes as drawn")),
    )


def _shorter(before: Syntax, first: Definition, edit: Edit, located: Located | None) -> Iterator[Offer]:
    """Yield the range that ends where the first unnamed definition begins, where there is something before it."""
    selector = edit.selector
    if selector is None or selector.start is None or located is None or edit.name != "delete":
        return
    source = before.source
    if source.line_at(first.attached_start) <= located.lines.first_line:
        return
    until = Selector(extent="definition", anchor=first.name, place=selector.place)
    yield from _ranged(before, located, edit, replace(selector, through=None, until=until), "until")


def _target(source: SourceFile, span: Span) -> Target:
    lines = source.lines_of(span)
    return Target(source.path, lines.first_line, lines.last_line)


def _row(source: SourceFile, span: Span, note: str) -> Candidate:
    lines = source.lines_of(span)
    return Candidate(source.path, lines.first_line, lines.last_line, source.line_text(lines.first_line), note)
