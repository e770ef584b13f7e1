"""What is asked of a use, and what can be answered: `Wanted`, and yes, likely, perhaps or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patcher.record import dataclass

if TYPE_CHECKING:
    from patcher.proof.rebound import Rebound

CERTAIN, LIKELY, PERHAPS, NO = "certain", "likely", "perhaps", "no"

FAMILIES = {  # languages that the grammars tell scopes of, by the rules that they follow
    "javascript": "script",
    "typescript": "script",
    "go": "go",
    "rust": "rust",
    "java": "java",
    "c": "c",
    "cpp": "c",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A definition whose uses are sought: its file and qualified name, and what holds it.

    `holder` is "file", "class" or "function"; "module" where the file itself is what is sought.
    `present`: it still stands where it stood, so that another binding of its name in its own file
    is not what the uses mean; else `rebound` is what that file has of the name after it went.
    `fixture`: tests ask for it by the name of a parameter.
    """

    file: str
    name: str
    holder: str = "file"
    fixture: bool = False
    field: bool = False  # a class attribute, which a keyword of a call may set
    present: bool = False
    family: str = ""  # of languages that follow the same rules; "" where every word counts
    reach: str = "any"  # who can see it: its "file", its "folder", the modules "below", "any"
    kind: str = ""  # the language's own word for it
    written: str = ""  # the text by which files mean it; "" where its last word may do
    bare: bool = False  # a key of a file of data that is gone: the word elsewhere hardly means it
    rebound: Rebound | None = None

    @property
    def last(self) -> str:
        """The word that code writes."""
        return self.name.rpartition(".")[2]

    @property
    def parent(self) -> str:
        """The qualified name of what holds it, "" for the file."""
        return self.name.rpartition(".")[0]


def strength(verdict: str) -> int:
    """Return how much a verdict speaks for a use, so that the strongest of several can be had."""
    return (NO, PERHAPS, LIKELY, CERTAIN).index(verdict)
