"""Macros that stand where a grammar does not look for them, said in a way that it understands.

Each is known by its lines alone: a word or a call that has a line to itself and no `;` is a statement
where the next line is not deeper, a loop where a `{` or a deeper line follows; a word between `class`
and the class's name is an attribute. What is put in their place is as long as what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patcher.expression import expression
from patcher.syntax.cfamily.change import CLOSERS, Change, closer_of, code_end, words
from patcher.syntax.cfamily.specifiers import decorations

_KEYWORDS = words(
    "if else while for do switch case default return break continue goto sizeof catch try throw new "
    "delete typedef struct union enum class namespace template typename using public private "
    "protected static extern inline const constexpr volatile register auto void int char short long "
    "float double signed unsigned bool _Bool virtual explicit friend operator noexcept override final "
    "mutable defined alignas decltype static_assert _Static_assert requires concept __attribute__ "
    "__declspec asm __asm__ co_return co_await co_yield __extension__ _Noreturn _Atomic restrict"
)
_LONE = expression(r"^[ \t]*(?P<word>[A-Za-z_]\w*)[ \t]*(?P<call>\()?", re.MULTILINE)
_EVENT = expression(r"[()\[\]{}]|" + _LONE.pattern, re.MULTILINE)
_SHOUTED = expression(r"(?:\w*_)?[A-Z][A-Z0-9]+_?$")
_ALONE = expression(
    r"BEGIN|END(?![A-Z])|PUSH|POP|DECLS|NAMESPACE|DEFINE|DECLARE|EXPORT_|MODULE_|REGISTER|WARNING|PRAGMA|ASSERT"
)
_CALLED = expression(r"[ \t#]*\n[ \t]*(?:\w*_)?[A-Z][A-Z0-9]+_?\w*[ \t]*\([^;{}]*\)[ \t#]*(?:\n|\Z)")
_TOLD = expression(r'"[ \t\n]*[\w"]|[|+<]|::')
_FOLLOWS = expression(r"(?:const|noexcept|override|final|volatile|throw|requires|__attribute__)\b")
_CLASS = expression(
    r"\b(?:class|struct|union|enum(?:[ \t]+(?:class|struct))?)[ \t\n]+"
    r"(?P<word>(?!final\b|alignas\b|__attribute__\b|__declspec\b)[A-Za-z_]\w*(?:[ \t]*\([^()\n]*\))?)[ \t\n]+"
    r"(?!final\b)[A-Za-z_]\w*(?:<[^;{}()]*>)?(?:[ \t]+final)?[ \t\n#]*"
    r"(?=\{|:[ \t\n]*[A-Za-z_])"
)
_BLANKS = expression(r"[ \t#]*\n[ \t\n#]*")
_BEHIND = expression(
    r"\}[ \t]*(?P<word>(?:__(?:packed|aligned|randomize_layout|ro_after_init|read_mostly|initdata|"
    r"initconst|cacheline_aligned\w*)|\w*(?:PACK|ALIGN|ATTR)[A-Z0-9_]*)\b(?:[ \t]*\([^()\n]*\))?)"
)
_SIGNALS = expression(r"^[ \t]*(?P<word>signals|Q_SIGNALS|Q_SLOTS)[ \t]*:(?!:)", re.MULTILINE)
_SLOTS = expression(r"\b(?:public|private|protected)[ \t]+(?P<word>slots|[A-Z]\w*_SLOTS)[ \t]*:(?!:)")
_EXTERN_TEMPLATE = expression(r"\b(?P<word>extern)(?=[ \t]+template\b)")


def changes_in(masked: str) -> list[Change]:
    """Return how the macros of a file are to be read; `masked` is its code without directives."""
    return [*_attributes(masked), *_Lines(masked).changes()]


def _attributes(masked: str) -> Iterator[Change]:
    """Yield the words that decorate a class and the like; they are not read."""
    for pattern in (_CLASS, _BEHIND, _SLOTS, _EXTERN_TEMPLATE):
        for match in pattern.finditer(masked):
            word = match["word"]
            if word not in _KEYWORDS or word == "extern":
                yield Change(match.start("word"), re.sub(r"[^\n]", " ", word))
    for match in _SIGNALS.finditer(masked):
        yield Change(match.start("word"), "public".ljust(len(match["word"])))


class _Lines:
    """One walk over a file's brackets and lines."""

    def __init__(self, masked: str) -> None:
        self.masked = masked
        self.ended = 0  # behind the last statement that was told by its line

    def changes(self) -> Iterator[Change]:
        """Yield how words and calls at the start of a line are to be read."""
        stack: list[tuple[str, str]] = []
        position, masked = 0, self.masked
        while (match := _EVENT.search(masked, position)) is not None:
            position = match.end()
            mark = match.group()
            if match["word"] is not None:
                where = stack[-1][1] if stack else "file"
                yield from self._at(match, where)
                position = match.end("word")
            elif mark in CLOSERS:
                within = "list"
                if mark == "{" and (
                    not stack or stack[-1][1] != "list" or self._before(match.start()) == ")"
                ):
                    within = _kind_of(masked, match.start())
                stack.append((CLOSERS[mark], within))
            elif stack and stack[-1][0] == mark:
                stack.pop()

    def _at(self, match: re.Match[str], where: str) -> Iterator[Change]:
        """Yield how a line's first words are to be read."""
        if where == "list":
            yield from self._element(match)
        elif self._begins(match.start("word")):
            change = self._change(match, where)
            if change is not None:
                yield change
            elif where != "code":
                yield from self._bare(match)
                yield from decorations(self.masked, match.start("word"))

    def _element(self, match: re.Match[str]) -> Iterator[Change]:
        """Yield the comma that a call in a list brings itself: `PyVarObject_HEAD_INIT(NULL, 0)`."""
        end = self._closer(match.start("call")) if match["call"] is not None else None
        if end is None or self._before(match.start("word")) not in ("{", ","):
            return
        blanks, below = _BLANKS.match(self.masked, end), ""
        if blanks is not None:
            below = self.masked[blanks.end() : blanks.end() + 1]
        if (below.isalnum() or below in ("_", '"')) and self.masked[end] in " \t\n":
            yield Change(end, ",")

    def _bare(self, match: re.Match[str]) -> Iterator[Change]:
        """Yield a macro's call without arguments that no declaration has: expressions, strings in a row."""
        opener = match.start("call")
        end = self._closer(opener) if match["call"] is not None and _SHOUTED.match(match["word"]) else None
        if end is None or self.masked[end : end + 1] != ";":
            return
        text = self.masked[opener:end]
        if _TOLD.search(text) or '"' in text:
            yield Change(opener, re.sub(r"[^\n]", " ", text))

    def _change(self, match: re.Match[str], where: str) -> Change | None:
        word = match["word"]
        if word in _KEYWORDS:
            return None
        end = match.end("word") if match["call"] is None else self._closer(match.start("call"))
        if end is None:
            return None
        rest = self.masked[end : end + 2000]
        code = rest.lstrip(" \t\n#")
        first = rest.split("\n", 1)[0].strip(" \t#")
        called = match["call"] is not None
        if called and code[:1] == "{" and where == "code":
            return self._loop(match)
        if first or not (code[:1].isalpha() or code[:1] in ("_", "}", "~", "")) or _FOLLOWS.match(code):
            return None
        if called and where == "code" and code[:1] != "}" and self._deeper(match, end, rest, code):
            return self._loop(match)
        return self._statement(match, where, end, rest)

    def _statement(self, match: re.Match[str], where: str, end: int, rest: str) -> Change | None:
        """Return the change that ends a macro where its line ends, if it is a statement by itself."""
        word = match["word"]
        if rest[:1] not in (" ", "\t", "\n"):
            return None
        shouted = _SHOUTED.match(word) is not None
        if where == "members" and not shouted and match["call"] is None:
            return None
        if where == "file":
            parted = re.match(r"[ \t#]*\n[ \t]*\n|\s*$", rest) is not None
            if not shouted or not (parted or _ALONE.search(word) or (match["call"] and _CALLED.match(rest))):
                return None
        self.ended = end
        return Change(end, ";")

    def _loop(self, match: re.Match[str]) -> Change | None:
        word = match["word"]
        return Change(match.start("word"), "while".ljust(len(word))) if len(word) >= 5 else None

    def _deeper(self, match: re.Match[str], end: int, rest: str, code: str) -> bool:
        """Tell whether the code below is indented deeper than a macro's line."""
        below = end + len(rest) - len(code)
        return self._column(below) > self._column(match.start("word"))

    def _column(self, offset: int) -> int:
        return len(self.masked[self.masked.rfind("\n", 0, offset) + 1 : offset].expandtabs(8))

    def _begins(self, offset: int) -> bool:
        """Tell whether a statement begins at an offset: behind one that has ended, or a label."""
        end = code_end(self.masked, offset)
        return not end or self.masked[end - 1] in ";{}:" or end == self.ended

    def _before(self, offset: int) -> str:
        """Return the last character of code before an offset."""
        end = code_end(self.masked, offset)
        return self.masked[end - 1 : end]

    def _closer(self, opener: int) -> int | None:
        return closer_of(self.masked, opener)


def _kind_of(masked: str, brace: int) -> str:
    """Tell what a brace opens: "code", "members", "list" or, of a namespace, "file"."""
    start = max(0, brace - 2000)
    before = masked[start:brace]
    head = before[max(before.rfind(mark) for mark in ";{}") + 1 :].strip(" \t\n#")
    if re.search(r"\b(?:namespace|extern)\b", head) and not head.endswith(")"):
        return "file"
    if re.search(r"\benum\b", head) and not head.endswith(")"):
        return "list"
    if re.search(r"\b(?:struct|class|union)\b", head) and head[-1:] not in ")=":
        return "members"
    if head[-1:] in ("=", ",", "(", "]", "[") or head.endswith("return"):
        return "list"
    return "code"
