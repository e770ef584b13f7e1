"""Does a finished patch say what it was to say? Its mail against a message, told part by part."""

from __future__ import annotations

from patcher.errors import Problem, Refusal, Target
from patcher.series.applier import Read, apply_patch
from patcher.series.mailinfo import same_date
from patcher.series.model import Patch
from patcher.series.reader import PatchFile, read_patch
from patcher.tree.model import FileChange


def prove_patch(patch: Patch, read: Read) -> list[FileChange]:
    """Return what a patch's own bytes make of a tree, when they also carry its message unharmed.

    Raises `Refusal` (`series-damaged`, `patch-does-not-apply`) with everything that is not so.
    """
    found = read_patch(patch.data, patch.name)
    message = patch.message
    author = f"{message.author_name} <{message.author_email}>"
    wrong = mail_differences(found, message.text, author, message.date)
    if wrong:
        raise Refusal(*(Problem("series-damaged", why, target=Target(patch.name)) for why in wrong))
    return apply_patch(found, read)


def mail_differences(patch: PatchFile, text: str, author: str, date: str) -> tuple[str, ...]:
    """Return in words where `git am` would make another message, author (`Name <address>`) or date."""
    mail = patch.mail
    if mail is None:
        return (f"`{patch.name}` is no mail",)
    person = f"{mail.author_name} <{mail.author_email}>"
    wrong = []
    if mail.text != text:
        wrong.append(f"`{patch.name}` has another message than it should have")
    if person != author:
        wrong.append(f"`{patch.name}` is from `{person}`, not from `{author}`")
    if not same_date(mail, date):
        wrong.append(f"`{patch.name}` is of {mail.date}, not of {date}")
    return tuple(wrong)
