"""The second witness of a shell script: its reserved words, brackets and separators, no grammar.

A word such as `if` or `done` is one only where a command may begin (POSIX, Shell Command
Language, section 2.4). Offsets are 0-based and half open.
"""

from __future__ import annotations

from collections.abc import Iterator

from patcher.expression import expression
from patcher.record import dataclass, field
from patcher.source import Span
from patcher.syntax.lexis import Lexis

_TOKEN = expression(
    r"\\\r?\n|[ \t\r\f#\x00]+|\n|;;&|;;|;&|;|&&|\|\||\|&|\||&>>?|>\||[<>]&|&|\$\(\(|\$\(|\$\{|[<>]\(|[<>]+|\(\(|\(|\)|\[\[(?=\s)"
    r"|(?:\\[^\n]|\$(?![({])|[^\s;&|()<>#$\\\x00])+|."
)
_CLOSES = {"if": "fi", "case": "esac", "{": "}", "(": ")"} | dict.fromkeys(
    ("for", "while", "until", "select"), "done"
)
_NAMES = frozenset({"case", "for", "select"})  # openers behind which no command begins
_MIDDLE = frozenset({"then", "else", "elif", "do"})
_LEADS = frozenset({*_MIDDLE, "!", "time"})
_FUNCTION = expression(r"\bfunction[ \t]+\Z")
_BRACKETS = expression(r"(?<![$<>])\([ \t]*\)\Z")
_JOINS = frozenset({"&&", "||", "|", "|&"})
_TAG = expression(r"<<[-~]?[ \t]*\\?([\"']?)[A-Za-z_]\w*\1")
_BRACED = expression(r"(?<!\\)(?:\$\{|\})")
_ROUND = expression(r"(?<!\\)[()]")
_TESTED = expression(r"(?<=\s)\]\]")
_TEXT = "\x00"  # what the lines of a here-document are masked with
_QUOTED = expression(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")


def here_documents(lexis: Lexis) -> Iterator[tuple[int, Span]]:
    """Yield where the mark of each here-document ends, and the span of it: mark, its line, body, terminator."""
    for span in lexis.strings():
        tag = _TAG.match(lexis.source.text, span.start, span.end)
        if tag is not None:
            yield tag.end(), span


def without_bodies(lexis: Lexis, *, all_: bool) -> tuple[str, list[Span]]:
    """Return the text as long as it is, here-documents read from files instead, and the spans of those.

    They are those whose line goes on below the text, by a pipe or a list, or `all_`. Of two
    here-documents on a line both stay.
    """
    text, position = lexis.source.text, 0
    pieces: list[str] = []
    found: list[Span] = []
    for mark_end, span in here_documents(lexis):
        line_end = text.find("\n", mark_end, span.end)
        rest = text[mark_end:line_end]
        if span.start < position or line_end < 0 or "<<" in rest:
            continue
        if not all_ and not rest.rstrip().endswith(tuple(_JOINS)):
            continue
        mark = text[span.start : mark_end]
        word = mark.lstrip("<-~ \t")
        pieces += text[position : span.start], "<" + " " * (len(mark) - len(word) - 1) + word
        pieces += text[mark_end:line_end], " " * (span.end - line_end)
        position = span.end
        found.append(span)
    return "".join([*pieces, text[position:]]), found


def readable(lexis: Lexis) -> str:
    """Return the masked text with what stands behind the mark of a here-document on its line as code."""
    text, position = lexis.source.text, 0
    pieces: list[str] = []
    for mark_end, span in here_documents(lexis):
        end = text.find("\n", mark_end, span.end)
        rest = _QUOTED.sub(lambda quoted: '"' * len(quoted.group()), text[mark_end : max(mark_end, end)])
        pieces += lexis.masked[position:mark_end], rest.replace("<", '"').replace("#", '"')
        pieces.append(_TEXT * (span.end - mark_end - len(rest)))
        position = span.end
    pieces.append(lexis.masked[position:])
    return "".join(pieces)


@dataclass(slots=True)
class Scan:
    """One reading of commands, from an offset at which a command begins."""

    code: str
    position: int
    stack: list[tuple[str, int]] = field(default_factory=list)  # openers that are open, with their offsets
    pending: list[str] = field(default_factory=list)  # "pattern", "word" of the `case` that is open
    command: bool = True  # a command may begin here
    joined: bool = False  # the last token was one behind which a command goes on
    end: int = 0  # behind the last code

    def statement_end(self) -> int | None:
        """Return the offset behind the command that begins here; `None` where it is never closed."""
        self.end = self.position
        for token, start, word in self._tokens():
            if not self.stack and word in ("close", "middle"):
                return self.end
            if not self.stack and word == "break" and not self.joined and self.end > self.position:
                return self.end
            fault = self._take(token, start, word)
            if fault is not None:
                return None
        return self.end if not self.stack else None

    def faults(self) -> Iterator[tuple[int, str]]:
        """Yield the offset of each word that closes nothing or is never closed, and what is wrong."""
        for token, start, word in self._tokens():
            fault = self._take(token, start, word)
            if fault is not None:
                yield start, fault
                self.stack.clear()
                self.pending.clear()
        for opener, start in self.stack:
            yield start, f"`{opener}` is never closed by a `{_CLOSES[opener]}`"

    def _tokens(self) -> Iterator[tuple[str, int, str]]:
        """Yield each token, where it begins, and what it is: "open", "close", "middle", "break", "word"."""
        position = self.position
        while position < len(self.code) and (match := _TOKEN.match(self.code, position)) is not None:
            token, start, position = match.group(), match.start(), match.end()
            if token[0] == "\\" and token[-1] == "\n":
                continue
            if token in ("$((", "((", "${", "[["):
                position = self._behind(token, start)
                token = self.code[start:position]
                yield token, start, "word"
            elif token == "(" and self._is_list(start):
                position = self._behind("(", start)
                yield self.code[start:position], start, "word"
            else:
                yield token, start, self._kind(token)

    def _kind(self, token: str) -> str:
        if token in ("\n", ";", "&", ";;", ";&", ";;&"):
            return "close" if token.startswith(";;") or token == ";&" else "break"
        if token in ("(", "$(", "<(", ">("):
            return "open"
        if token == ")":
            return "close"
        if token.strip(" \t\r\f#" + _TEXT) == "":
            return "blank"
        if self.command and token in _CLOSES:
            return "open"
        if (self.command and token in ("fi", "esac", "done", "}")) or (
            token == "esac" and self._at_pattern()
        ):
            return "close"
        return "middle" if self.command and token in _MIDDLE else "word"

    def _at_pattern(self) -> bool:
        return bool(self.pending) and self.pending[-1] == "pattern" and self.stack[-1][0] == "case"

    def _is_list(self, start: int) -> bool:
        """Tell whether a bracket opens words and no commands: an array's, a pattern's."""
        before = self.code[start - 1 : start]
        return before == "=" or (
            before in ("@", "?", "*", "+", "!") and not self.code[start - 1 : start].isspace()
        )

    def _behind(self, token: str, start: int) -> int:
        """Return the offset behind what an expansion, arithmetic, a test or a list of words closes with."""
        if token == "[[":
            found = _TESTED.search(self.code, start)
            return found.end() if found is not None else len(self.code)
        marks, opener = (_BRACED, "${") if token == "${" else (_ROUND, "(")
        depth = 0
        for match in marks.finditer(self.code, start):
            mark = match.group()
            depth += (mark == opener) - (mark in ("}", ")"))
            if depth == 0:
                return match.end()
        return len(self.code)

    def _take(self, token: str, start: int, word: str) -> str | None:
        """Go on behind a token; return what is wrong with it."""
        if word == "blank":
            self.end = start + len(token.rstrip(" \t\r\f#")) if _TEXT in token else self.end
            return None
        if token != "\n":
            self.joined = token in _JOINS
            if word != "break":
                self.end = start + len(token)
        fault = None
        if word == "open":
            self._open(token, start)
        elif word == "close":
            fault = self._close(token)
        elif word == "break":
            self.command = not self._at_pattern()
        elif self._at_case(token):
            pass
        elif _FUNCTION.search(self.code[max(0, start - 40) : start]):
            self.command = self.joined = True
        else:
            self.command = token in _JOINS or (self.command and (token in _LEADS or word == "middle"))
        return fault

    def _at_case(self, token: str) -> bool:
        """Go on inside the head of a `case` or one of its patterns; tell whether that is where it stands."""
        if not self.pending or self.stack[-1][0] != "case":
            return False
        if self.pending[-1] == "word":
            if token == "in":
                self.pending[-1] = "pattern"
            self.command = False
            return True
        return self.pending[-1] == "pattern"

    def _open(self, token: str, start: int) -> None:
        if token == "(" and self._at_pattern():
            return  # the one that may stand before a pattern
        self.stack.append(("(" if token.endswith("(") else token, start))
        self.command = token not in _NAMES
        if token == "case":
            self.pending.append("word")

    def _close(self, token: str) -> str | None:
        if token in (";;", ";&", ";;&"):
            if not self.stack or self.stack[-1][0] != "case":
                return f"`{token}` stands outside a `case`"
            self.pending[-1], self.command = "pattern", False
            return None
        if token == ")" and self._at_pattern():
            self.pending[-1], self.command = "commands", True
            return None
        if not self.stack or _CLOSES[self.stack[-1][0]] != token:
            return f"`{token}` closes nothing that is open"
        opener = self.stack.pop()[0]
        if opener == "case":
            self.pending.pop()
        function = opener == "(" and _BRACKETS.search(self.code[max(0, self.end - 40) : self.end]) is not None
        self.joined = function  # its body may begin on a line below
        self.command = opener != "(" or function
        return None
