"""Is a range what its selector says, looked at from outside, line by line?

The finder grows an anchor into a construct. Here nothing grows: the finished range is held against the
sentence of the format that tells where such a range begins and ends. Lines are 1-based and inclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from patcher.expression import expression
from patcher.finder.model import Located
from patcher.proof.plain_edges import CHECKS
from patcher.proof.range_lines import RangeLines
from patcher.source import Span
from patcher.spec import compile_pattern
from patcher.spec.model import Selector
from patcher.syntax.lexis import COMMENT_MASK, HASH_OF_CODE, LICENCE, OF_FILE
from patcher.syntax.syntax import Syntax

_DECORATES = expression(rf"@|{HASH_OF_CODE}!?\[|\[\[")
_DECORATOR = expression(
    rf"@[\w.:]+\s*(?:\(.*\))?|{HASH_OF_CODE}\[.*\]|\[\[(?:nodiscard|deprecated|maybe_unused|noreturn)\b.*\]\]"
)
_OF_DECORATORS = ("@", "#", "[[")  # what each of these begins with as it is written
_SPEAKS_TO_SYSTEM = expression(r"\ufeff?#(?:!|.*coding[:=]|\s*(?:syntax|escape|check)\s*=)")
_WORD = expression(r"\w+")
_OPEN, _CLOSE = "([{", ")]}"


def edge_fault(syntax: Syntax, selector: Selector, located: Located) -> str | None:
    """Return why a range is not what its selector says, in words, or `None` where nothing speaks against it."""
    for wrong in _faults(RangeLines(syntax, selector, located)):
        return wrong
    return None


def _faults(range_: RangeLines) -> Iterator[str]:
    located = range_.located
    if not located.core:
        yield "it is empty"
        return
    if located.ends:
        yield from _from(range_)
        return
    if not located.core.start <= located.anchor.start < located.core.end:
        yield "what was searched for does not stand in it"
    rule = _RULES.get(located.extent)
    if rule is not None:
        yield from rule(range_)
    if located.whole_lines:
        yield from _attached(range_)


def _code(range_: RangeLines) -> Iterator[str]:
    """A definition, a statement: its own first line is code; its last one too, or a comment deeper than it.

    A comment in the column of the code that follows is that code's. What is a section of its file may end in
    any comment: it reaches to the next one.
    """
    first, last = range_.first, range_.last
    if range_.is_blank(first) or range_.is_comment(first):
        yield f"line {first} is no code, and what was asked for begins with code"
    if range_.is_blank(last):
        yield f"line {last} is blank, and belongs to nothing"
        return
    depth = range_.comment_depth(last) if range_.is_comment(last) else None
    if depth is None or _is_section(range_):
        return
    if depth <= range_.depth(first):
        yield f"the comment on line {last} is indented no deeper than line {first}, and stands behind it"
    elif not _is_left_behind(range_, last, depth):
        yield f"the comment on line {last} is in the column of the code that follows"


def _is_section(range_: RangeLines) -> bool:
    """Tell whether a definition is a table, a stage or their like: what a `section` would take."""
    starts = (one.span.start for one in range_.syntax.sections())
    return range_.located.extent == "definition" and range_.first in map(range_.source.line_at, starts)


def _statement(range_: RangeLines) -> Iterator[str]:
    """The innermost one: nothing of what is around the body that holds the anchor."""
    if range_.located.element is not None and range_.located.element.kind == "keys":
        yield from _entry(range_)
        return
    yield from _code(range_)
    yield from _innermost(range_)
    yield from _one_statement(range_)


def _one_statement(range_: RangeLines) -> Iterator[str]:
    """What is found from a match inside is found from the whole of it, or from where it begins, too."""
    code = range_.code()
    if not code:
        return
    found = (range_.syntax.statement_at(each) for each in (code, Span(code.start, code.start + 1)))
    held = [range_.lexis.code_in(one.span) for one in found if one is not None]
    if not any(one.start == code.start and 0 <= code.end - one.end <= 1 for one in held):
        shown = f": one is on {range_.source.lines_of(held[0])}" if held else ""
        yield f"it is not one statement{shown}"
    inner = range_.syntax.statement_at(range_.located.anchor)
    lines = None if inner is None else range_.source.lines_of(inner.span)
    if lines is None or (lines.first_line, lines.last_line) != (range_.first, range_.last_of_code()):
        yield f"the innermost statement around the match is on {lines or 'no line'}"


def _innermost(range_: RangeLines) -> Iterator[str]:
    body = range_.syntax.body_at(range_.located.anchor)
    if body is not None and range_.begins_above(body.span.start):
        yield f"line {range_.first} belongs to what it stands in"


def _definition(range_: RangeLines) -> Iterator[str]:
    located, selector = range_.located, range_.selector
    definition = located.definition
    if definition is None or selector.anchor is None:
        return
    if compile_pattern(selector.anchor).fullmatch(definition.name, timeout=2.0) is None:
        yield f"it is the definition of `{definition.name}`, which was not asked for"
    name = definition.name.rpartition(".")[2].rpartition(":")[2]
    numbered = name.isdigit() and _is_section(range_)  # a stage without a name
    if (
        _WORD.fullmatch(name)
        and not numbered
        and range_.source.text.find(name, located.core.start, located.core.end) < 0
    ):
        yield f"`{name}` does not stand in it"
    if not located.whole_lines:
        yield from _entry(range_)
        return
    yield from _code(range_)
    yield from _innermost(range_)
    following = _own_comment(range_)
    if following is not None:
        yield f"the comment on line {following} is indented deeper than its header, and would stay"
    known = range_.syntax.definitions_called(definition.name, located.core)
    same = sum(located.core.holds(part) for one in known for part in one.parts or (one.span,))
    if same != 1:
        yield f"{same or 'no'} definition{'' if same == 1 else 's'} of `{definition.name}` stand in it"
    yield from _one_definition(range_)


def _own_comment(range_: RangeLines) -> int | None:
    """Return the line below that is a comment in the column of the body, if the next code is not as deep."""
    following = range_.below(range_.last)
    if following is None or not range_.is_comment(following):
        return None
    depth = range_.depth(following)
    own = depth > range_.depth(range_.first) and _is_left_behind(range_, following, depth)
    return following if own else None


def _is_left_behind(range_: RangeLines, comment: int, depth: int) -> bool:
    """Tell whether the code below the line of a comment is less deep than that, or there is none."""
    code = range_.lexis.first_code(range_.source.line_end(comment), len(range_.source.text))
    return code is None or range_.depth(range_.source.line_at(code)) < depth


def _one_definition(range_: RangeLines) -> Iterator[str]:
    """It begins where a statement begins, and where it is a statement there is nothing more of it."""
    code = range_.code()
    held = range_.syntax.statement_span(code.start) if code else None
    knows = range_.syntax.language.knows
    if held is None:
        directive = range_.lexis.masked_in(code.start, code.start + 1) == HASH_OF_CODE  # `#if` around it
        if "statement" in knows and "section" not in knows and not directive:
            yield f"no statement begins on line {range_.source.line_at(code.start)}"
        return
    whole = code if held == code else range_.lexis.code_in(held)
    above = whole.start < code.start and range_.source.line_at(whole.start) < range_.first
    if above and whole.end < code.end:
        yield f"line {range_.first} belongs to the statement on {range_.source.lines_of(whole)}"
    if "section" in knows:
        return  # a table or a stage is named by its first line, and is more than that
    if whole.start == code.start and whole.end + 1 < code.end and not _is_known(range_, code):
        yield f"line {range_.source.line_at(code.end - 1)} is none of the statement that begins it"


def _is_known(range_: RangeLines, code: Span) -> bool:
    """Tell whether a span is all the code of a definition, or of a part of one."""
    known = (part for one in range_.syntax.definitions() for part in one.parts or (one.span,))
    return any(part.holds(code) and range_.lexis.code_in(part) == code for part in known)


def _import(range_: RangeLines) -> Iterator[str]:
    element, anchor = range_.located.element, range_.selector.anchor
    if element is None or anchor is None:
        return
    if not range_.located.core.holds(element.span):
        yield "the name that it imports does not stand in it"
    fullmatch = compile_pattern(anchor).fullmatch
    here = [one for one in range_.syntax.imports() if one.span == element.span]
    if not any(fullmatch(name, timeout=2.0) for one in here for name in one.names):
        yield "it is another name than the one that was asked for"
    others = (one.span for one in range_.syntax.imports() if one.span not in element.siblings)
    if any(range_.located.core.holds(other) for other in others):
        yield "another import stands in it"
    if range_.located.whole_lines:
        yield from _code(range_)
    elif range_.located.core == element.span:
        yield from _entry(range_)
    elif all(range_.located.core != one.statement for one in here):
        yield "it is no whole import statement"


def _entry(range_: RangeLines) -> Iterator[str]:
    """One element: no blanks around it, and no bracket across its ends."""
    core, text = range_.located.core, range_.source.text
    if text[core.start].isspace() or text[core.end - 1].isspace():
        yield "it begins or ends with a blank"
    held = range_.located.element if range_.located.extent == "import" else range_.syntax.element_at(core)
    held = held or range_.syntax.lined_up(core.start, alone=True)
    if held is None or held.span != core:
        yield "it is not one element"
    depth = 0
    for mark in range_.lexis.masked_in(core.start, core.end):
        depth += (mark in _OPEN) - (mark in _CLOSE)
        if depth < 0:
            break
    if depth:
        yield f"it {'opens' if depth > 0 else 'closes'} a bracket whose other end stands outside of it"


def _branch(range_: RangeLines) -> Iterator[str]:
    """One arm: from its header, or the closer before it, to before the next arm."""
    located, source = range_.located, range_.source
    if located.chain is None or not 0 <= located.arm < len(located.chain.arms):
        return
    arm = located.chain.arms[located.arm]
    core, masked = located.core, range_.lexis.mask
    body_end = arm.body.start + len(masked[arm.body.start : arm.body.end].rstrip(" \t\r\n\f"))
    if core.start > arm.header.start or core.end < min(body_end, arm.span.end):
        yield "it does not hold the whole arm"
    blanks = " \t\r\n\f" + COMMENT_MASK
    before = masked[core.start : arm.span.start]
    if before.strip(blanks + "}") or before.count("\n") > before.count("}"):
        yield f"line {source.line_at(core.start)} belongs to what stands above the arm"
    for line in range(source.line_at(arm.span.end) + 1, range_.last + 1):
        if range_.is_comment(line) and range_.depth(line) <= range_.depth(source.line_at(arm.header.start)):
            yield f"the comment on line {line} belongs to what stands below the arm"
            return
    behind = masked[arm.span.end : core.end]
    following = located.chain.arms[located.arm + 1 : located.arm + 2]
    if behind.strip(blanks + "};") or (following and core.end > following[0].header.start):
        yield f"line {range_.last} belongs to what stands below the arm"


def _from(range_: RangeLines) -> Iterator[str]:
    """Each end is what its own selector says, and the range reaches from the one to the other."""
    begin, end = range_.located.ends
    selector = range_.selector
    close = selector.through or selector.until
    if selector.start is not None and close is not None:
        for own, each in ((selector.start, begin), (close, end)):
            wrong = edge_fault(range_.syntax, own, each)
            if wrong is not None:
                yield f"one of its ends, {each.lines}: {wrong}"
    last = end.lines.last_line if selector.through else end.lines.first_line - 1
    if range_.first != begin.lines.first_line or range_.last != last:
        yield f"its ends are on lines {begin.lines.first_line} and {last}"


def _attached(range_: RangeLines) -> Iterator[str]:
    """Above it, decorators and the comments that touch, all of them and nothing else."""
    own, located = range_.first, range_.located
    taken = located.span.start != located.core.start
    top = range_.source.line_at(located.span.start) if taken else own
    if not range_.selector.takes_attached:
        if top != own:
            yield f"line {top} is attached to nothing that was asked for"
        return
    decorated = False
    for line in range(top, own):
        decorated = (
            decorated or _DECORATES.match(range_.masked(line)) is not None or range_.syntax.decorates(line)
        )
        if not decorated and not range_.is_comment(line):
            yield f"line {line} is neither a comment that touches nor a decorator"
            return
    if top < own and (_is_for_program(range_, top) or _is_licence(range_, top, own)):
        yield f"line {top} speaks of the file"
        return
    above = top - 1
    if range_.has(above) and range_.is_comment(above) and not _stands_alone(range_, above, own):
        yield f"the comment on line {above} touches it, and would stay"
    elif range_.has(above) and (_decorates(range_, above, top) or range_.syntax.decorates(above)):
        yield f"line {above} decorates it, and would stay"


def _decorates(range_: RangeLines, above: int, top: int) -> bool:
    """Tell whether a line is a decorator or an attribute of its own, right above another line."""
    if not range_.bare(above).startswith(_OF_DECORATORS) or not _DECORATOR.fullmatch(range_.masked(above)):
        return False
    starts = [range_.source.line_start(line) for line in (above, top)]
    same = range_.lexis.open_brackets(starts[0]) == range_.lexis.open_brackets(starts[1])
    goes_on = range_.has(above - 1) and range_.source.line_text(above - 1).endswith("\\")
    return same and not goes_on


def _stands_alone(range_: RangeLines, line: int, own: int) -> bool:
    """Tell whether a comment above belongs to nothing below: of another column, or said of the file."""
    end = range_.source.line_start(line) + len(range_.source.line_text(line).rstrip()) - 1
    skip = range_.lexis.skip_at(end)
    begins = line if skip is None else range_.source.line_at(skip.start)
    if range_.source.indent(begins) != range_.source.indent(own) or not range_.is_comment(begins):
        return True
    if line <= 9 and _SPEAKS_TO_SYSTEM.match(range_.source.line_text(line)) is not None:
        return True
    first = line
    while first > 1 and range_.is_comment(first - 1):
        first -= 1
    return _is_for_program(range_, line) or _is_licence(range_, first, own)


def _is_for_program(range_: RangeLines, line: int) -> bool:
    return line == 1 and OF_FILE.match(range_.source.line_text(1).lstrip("\ufeff")) is not None


def _is_licence(range_: RangeLines, first: int, own: int) -> bool:
    """Tell whether the comment from a line to above `own` has the words of a licence, and no code stands above it."""
    text = range_.source.text
    start, end = map(range_.source.line_start, (first, own))
    above = range_.lexis.first_code(int(text.startswith("\ufeff")), start)
    return above is None and LICENCE.search(text, start, end) is not None


_RULES: dict[str, Callable[[RangeLines], Iterator[str]]] = {
    **CHECKS,
    "definition": _definition,
    "statement": _statement,
    "entry": _entry,
    "import": _import,
    "branch": _branch,
}
