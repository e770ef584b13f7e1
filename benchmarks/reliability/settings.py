"""The same bytes under any setting: configuration, variables, attributes, locale, time zone, umask.

    python -m benchmarks.reliability.settings [--each] [--git PATH]...

Every setting that changes what some git command prints or does is made, in the user's configuration, in
the repository's and in the environment: all that go together at once, or with `--each` one at a time.
`locate`, `build`, `verify` and `show` must give the bytes that they give without any of them, and with every
other git that is named the bytes that they give with the first on the path.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.reliability.box import use_git
from benchmarks.reliability.subject import Subject, make_subject

_TEXT = """
core.abbrev=5 core.quotePath=false core.autocrlf=true core.eol=crlf core.safecrlf=true core.whitespace=tab-in-indent
core.fileMode=false core.symlinks=false core.ignoreCase=true core.precomposeUnicode=true core.protectNTFS=false
core.commentChar=c core.bigFileThreshold=10 core.compression=9 core.logAllRefUpdates=always core.preloadIndex=false
core.trustctime=false core.checkStat=minimal core.untrackedCache=true core.splitIndex=true core.commitGraph=false
core.multiPackIndex=false core.useReplaceRefs=true core.warnAmbiguousRefs=false core.notesRef=refs/notes/x
color.ui=always color.diff=always color.status=always diff.algorithm=histogram diff.context=0 diff.interHunkContext=9
diff.noprefix=true diff.mnemonicPrefix=true diff.renames=copies diff.renameLimit=1 diff.relative=true diff.orderFile=/dev/null
diff.submodule=log diff.suppressBlankEmpty=true diff.indentHeuristic=false diff.ignoreSubmodules=all diff.colorMoved=zebra
diff.statGraphWidth=3 diff.wsErrorHighlight=all diff.external=false apply.whitespace=fix apply.ignoreWhitespace=change
am.keepcr=false am.threeWay=true mailinfo.scissors=true format.pretty=raw format.signature=x format.subjectPrefix=Y
format.numbered=true format.attach=x format.thread=deep format.signOff=true format.headers=X:y format.suffix=.p
format.useAutoBase=true format.encodeEmailHeaders=false format.outputDirectory=out2 format.coverLetter=true
i18n.commitEncoding=latin1 i18n.logOutputEncoding=utf-16 log.date=raw log.showSignature=true log.abbrevCommit=true
log.follow=true log.mailmap=true log.decorate=full log.showRoot=false mailmap.file=/dev/null commit.gpgSign=true
commit.cleanup=scissors commit.verbose=2 index.version=4 index.threads=1 feature.manyFiles=true
feature.experimental=true init.defaultBranch=odd init.defaultObjectFormat=sha256 user.useConfigOnly=true
rerere.enabled=true status.short=true status.showUntrackedFiles=all pack.indexVersion=1 pack.threads=1
merge.renames=false merge.conflictStyle=diff3 rebase.autoStash=true advice.detachedHead=true gc.auto=1
transfer.fsckObjects=true fetch.fsckObjects=true receive.fsckObjects=true fsck.zeroPaddedFilemode=error
uploadpack.allowAnySHA1InWant=true protocol.version=0 column.ui=always pager.log=true help.autoCorrect=1
trailer.separators=% trailer.x.key=Y worktree.guessRemote=true checkout.defaultRemote=x extensions.none=1
"""
CONFIGURATION = dict(pair.split("=", 1) for pair in _TEXT.split())
VARIABLES: Mapping[str, str] = {
    "GIT_DIR": os.devnull, "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/nowhere/index", "GIT_OBJECT_DIRECTORY": "/nowhere",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nowhere", "GIT_COMMON_DIR": "/nowhere", "GIT_NAMESPACE": "x", "GIT_PREFIX": "x/",
    "GIT_CEILING_DIRECTORIES": "/", "GIT_DEFAULT_HASH": "sha256", "GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1",
    "GIT_NOGLOB_PATHSPECS": "1", "GIT_DIFF_OPTS": "-u0", "GIT_AUTHOR_NAME": "X", "GIT_AUTHOR_DATE": "1 +0000",
    "GIT_COMMITTER_NAME": "Y", "GIT_COMMITTER_EMAIL": "y", "GIT_COMMITTER_DATE": "2 +0000", "GIT_GRAFT_FILE": "/nowhere",
    "GIT_SHALLOW_FILE": "/nowhere", "GIT_REPLACE_REF_BASE": "refs/x/", "GIT_NO_REPLACE_OBJECTS": "0", "GIT_FLUSH": "0",
    "GIT_ADVICE": "1", "GIT_TEST_DEFAULT_INITIAL_BRANCH_NAME": "z", "GIT_LITERAL_PATHSPECS": "0", "GIT_REFLOG_ACTION": "z",
    "GIT_MERGE_VERBOSITY": "5", "GIT_CONFIG_PARAMETERS": "'core.abbrev=4' 'diff.noprefix=true'", "GIT_TRACE": "1",
    "LANG": "de_DE.UTF-8", "LANGUAGE": "fr:ja", "LC_ALL": "tr_TR.ISO-8859-9", "LC_CTYPE": "C", "LC_TIME": "ja_JP",
    "TZ": "Pacific/Chatham",
    "COLUMNS": "20", "LINES": "5", "TERM": "xterm", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1",
    "PYTHONCOERCECLOCALE": "0", "SOURCE_DATE_EPOCH": "1", "EMAIL": "z@example.org", "USER": "z", "LOGNAME": "z",
    "XDG_CONFIG_HOME": "/nowhere",
    "TMPDIR": "", "HOSTNAME": "z", "CDPATH": "/", "IFS": "x", "POSIXLY_CORRECT": "1",
}  # fmt: skip
ATTRIBUTES = (
    "* text=auto eol=crlf\n", "* text working-tree-encoding=UTF-16\n", "* ident\n", "* -diff\n", "* binary\n",
    "*.py diff=cpp\n", "* whitespace=tab-in-indent\n", "* export-subst\n", "* merge=union\n", "* conflict-marker-size=1\n",
)  # fmt: skip
UMASKS = (0, 0o077, 0o027)
OUTPUTS = ("locate", "build", "verify", "show")


def outputs(subject: Subject, environment: Mapping[str, str], umask: int = 0o022) -> dict[str, bytes]:
    """Return what the commands print, and the bytes of all files of the series."""
    found = {}
    for name in OUTPUTS:
        done = subject.run(name, environment=environment, umask=umask)
        found[name] = b"%d " % done.status + (done.out if name != "verify" else b"")
    for path in sorted(subject.out.rglob("*")):
        if path.is_file():
            found[str(path.relative_to(subject.out))] = path.read_bytes()
            path.unlink()
    return found


def changed(
    subject: Subject, wanted: Mapping[str, bytes], groups: Iterator[tuple[str, Setting]]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of every setting with the outputs that it changes."""
    config, attributes = (
        subject.box.folder / ".git" / "config",
        subject.box.folder / ".git" / "info" / "attributes",
    )
    plain = config.read_bytes()
    attributes.parent.mkdir(exist_ok=True)
    for name, setting in groups:
        rows = "".join(_row(key, value) for key, value in setting.configuration.items())
        config.write_bytes(plain + rows.encode())
        (subject.folder / "home" / ".gitconfig").write_text(rows)
        attributes.write_text(setting.attributes)
        found = outputs(subject, setting.variables, setting.umask)
        yield name, sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))
    config.write_bytes(plain)


class Setting:
    """One or more settings."""

    def __init__(
        self,
        configuration: Mapping[str, str] | None = None,
        variables: Mapping[str, str] | None = None,
        attributes: str = "",
        umask: int = 0o022,
    ) -> None:
        self.configuration = configuration or {}
        self.variables = variables or {}
        self.attributes = attributes
        self.umask = umask


def _row(key: str, value: str) -> str:
    section, *middle, name = key.split(".")
    head = f'[{section} "{".".join(middle)}"]' if middle else f"[{section}]"
    return f'{head}\n\t{name} = "{value}"\n'


def count() -> int:
    """Return how many settings there are."""
    return len(CONFIGURATION) + len(VARIABLES) + len(ATTRIBUTES) + len(UMASKS)


def together() -> Iterator[tuple[str, Setting]]:
    """Yield the settings in few groups."""
    yield "all of the configuration", Setting(CONFIGURATION)
    yield "all variables", Setting(variables=VARIABLES)
    yield "everything", Setting(CONFIGURATION, VARIABLES, "".join(ATTRIBUTES), 0o077)


def apart() -> Iterator[tuple[str, Setting]]:
    """Yield the settings one by one."""
    for key, value in CONFIGURATION.items():
        yield f"{key}={value}", Setting({key: value})
    for key, value in VARIABLES.items():
        yield f"{key}={value}", Setting(variables={key: value})
    for row in ATTRIBUTES:
        yield row.strip(), Setting(attributes=row)
    for umask in UMASKS:
        yield f"umask {umask:03o}", Setting(umask=umask)


def main() -> int:
    """Print what changes an output, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--git", action="append", default=[], metavar="PATH", help="another git to try too")
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        subject = make_subject(Path(folder) / "subject")
        wanted = outputs(subject, {})
        for program in (None, *asked.git):
            name = "this git" if program is None else use_git(program)
            groups = [(name, Setting()), *(apart() if asked.each else together())]
            for each, found in changed(subject, wanted, iter(groups)):
                if found:
                    wrong += 1
                    print(f"{name}, {each}: changes {', '.join(found)}")
    gits = 1 + len(asked.git)
    print(f"{count()} settings, {gits} gits; {wrong} change an output; {len(wanted)} outputs compared")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
