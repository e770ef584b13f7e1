"""The registry of error codes: each stable word, what it means and what to do about it.

A code appears here before it is raised anywhere; a test walks the source for codes that do not.
"""

from __future__ import annotations

from patcher.record import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One error code: its word, its meaning and its remedy in a sentence each, the exit status it ends in."""

    word: str
    meaning: str
    remedy: str
    status: int
    group: str


_GROUPS = (
    ("reading a plan", 2, (
        ("yaml-syntax", "the plan is not YAML", "mend the line that the frame shows"),
        ("yaml-feature", "the plan uses a part of YAML that plans may not use", "write the value out plainly"),
        ("yaml-limit", "the plan is larger or deeper than a plan may be", "split it into several plans"),
        ("yaml-character", "the plan holds a character that YAML and git count differently", "take it out, or escape it"),
        ("duplicate-key", "a mapping has the same key twice", "keep one of the two"),
        ("unknown-key", "a key is not one that the format knows at that place", "use one of the keys listed"),
        ("missing-key", "a key that must be there is not", "add it"),
        ("conflicting-keys", "keys stand together that exclude each other", "keep one of them"),
        ("wrong-type", "a value is not of the kind that its key takes", "write what the message names"),
        ("bad-value", "a value is of the right kind and still not one that can be used", "write what the message names"),
        ("bad-regex", "a regular expression does not compile", "mend it where the pointer stands"),
        ("unquoted-regex", "a regular expression was not quoted, so YAML read something else", "put single quotes round it"),
        ("control-character", "a regular expression holds a control character", "use single quotes, or double the backslash"),
        ("bad-marker", "a marker does not end in an opener and `<`", "write it as `NAME(<`, `NAME[<` or `NAME{<`"),
        ("unsafe-path", "a path leads out of the tree or into git's own folder", "name a path below the base"),
        ("message-would-change", "`git am` would read the message as something else", "reword the line"),
    )),
    ("finding ranges", 1, (
        ("file-not-found", "an edit names a file that the tree does not have", "correct the path"),
        ("pathspec-matches-nothing", "a pathspec matches no file", "correct it, or add `optional: true`"),
        ("anchor-not-found", "an anchor matches nothing", "correct it; the nearest lines are shown"),
        ("count-mismatch", "an edit resolved to another number of ranges than it expects", "narrow it, or set `count`"),
        ("anchor-ambiguous", "an anchor matches more than once where one was expected", "narrow it as the hint says"),
        ("near-ambiguous", "a hint does not decide between two candidates", "add `nth`, `within` or a longer anchor"),
        ("within-not-one", "`within` selects more than one range in a file", "narrow it until it selects one"),
        ("regex-timeout", "a pattern ran longer than it may", "make the pattern simpler or the file smaller"),
        ("expect-failed", "a range is not what `expect` says", "correct the selector or the expectation"),
        ("language-unknown", "the file's language is not known, and the extent needs one", "use a selector that needs none"),
        ("grammar-missing", "the grammar of a file's language is not installed", "install the extra `languages`"),
        ("nested-too-deep", "a file is nested deeper than its constructs are looked through", "name its lines, as `language: text`"),
        ("extent-unsupported", "the language has no construct of this kind", "use another selector"),
        ("unclosed-marker", "what a marker opens is never closed", "correct the marker"),
        ("closer-opens-more", "the closing line opens something else", "use another selector"),
        ("unclosed-range", "a `from` has no `through` or `until` after it", "correct the second end"),
        ("shares-line", "a range shares a line with code that stays", "use `text`, or put the code on lines of its own"),
        ("multiple-assignment", "one target of a multiple assignment cannot go alone", "use `statement` or `text`"),
    )),
    ("what may be edited", 1, (
        ("binary-target", "an edit of text names a binary file", "delete or replace the whole file"),
        ("link-target", "an edit of text names a symbolic link or a submodule", "edit what it points at, or delete it"),
        ("lfs-pointer", "an edit of text names a git-lfs pointer", "edit the real file and commit it through git-lfs"),
        ("attributes-change-bytes", "the repository's attributes would change the file's bytes", "use a revision as the base"),
        ("out-of-scope", "an edit lands outside the plan's scope", "widen `scope` or drop the edit"),
        ("file-exists", "a file that an edit creates is already there", "delete it first, in an earlier step"),
        ("file-conflict", "two edits of a step do different things to one file", "put them into two steps"),
        ("overlapping-edits", "two edits of a step touch the same text", "make one of them smaller, or use two steps"),
        ("edit-inside-deletion", "an edit would put text inside a deletion", "drop one of the two"),
        ("no-change", "a step or an edit changes nothing", "drop it, or correct it"),
        ("emptied-body", "a deletion leaves a body with nothing in it", "add `leave: pass` or `leave: nothing`"),
        ("arm-needed", "a statement cannot stand without the arm that would go", "take the whole statement, or `unwrap` it"),
        ("nothing-to-unwrap", "a range is no statement of which a part could stay", "name the statement by its header"),
        ("unwrap-changes-meaning", "what would stay means something else on its own", "change it in an earlier step"),
        ("emptied-set", "a deletion would leave a set display empty, which means a dict", "use `replace`"),
    )),
    ("the proof", 1, (
        ("boundaries-disagree", "two ways of finding a boundary give different answers", "use a selector that says it exactly"),
        ("cut-across-node", "a deletion cuts through a construct", "take the whole construct, or `allow` it"),
        ("no-longer-parses", "a file parsed before the step and does not after it", "correct the range"),
        ("unasked-removal", "a definition would go that no selector named", "name it in `removes`, or shrink the range"),
        ("removes-not-removed", "`removes` names something that does not go", "correct `removes` or the range"),
        ("changes-meaning", "what stays would mean something else", "keep its meaning as the hint says, or `allow` it"),
        ("still-referenced", "a name that goes is still used", "remove the uses first, or keep the definition"),
    )),
    ("checks", 1, (
        ("check-failed", "a check does not hold after the step", "see the lines that are listed"),
        ("invariant-broken", "an invariant does not hold after the step", "see the lines that are listed"),
        ("tree-differs", "the step does not end in the tree that the plan states", "compare the two, then correct `expect_tree`"),
        ("run-failed", "a `run` check exited with another status than 0", "read its output"),
    )),
    ("writing and reading series", 1, (
        ("folder-foreign", "the output folder holds files that its manifest does not know", "use another folder, or move them"),
        ("series-stale", "the folder is not what the plan gives", "run `patcher build`"),
        ("series-damaged", "a patch or the manifest is not what was written", "build it again"),
        ("patch-unreadable", "a file is not a patch", "name a patch file"),
        ("patch-does-not-apply", "a patch does not apply as it says", "build it on the base that you have"),
        ("base-moved", "files that the series touches have other bytes there", "build the plan again on the new base"),
        ("git-disagrees", "git's result is not the one that was predicted", "report it: this is a defect"),
    )),
    ("surroundings", 3, (
        ("not-a-repository", "git was needed and there is no repository", "use `-C` with a repository, or drop `--base`"),
        ("revision-not-found", "git does not know the revision", "correct `--base`, or fetch it"),
        ("work-tree-dirty", "the work tree has changes", "commit or stash them, or leave out `--here`"),
        ("branch-exists", "the branch or worktree is already there", "choose another name"),
        ("identity-missing", "neither the plan nor git says who the author is", "add `author:` to the plan"),
        ("date-missing", "the base is a directory, which has no date, or a commit whose date is none", "add `date:` to the plan"),
        ("file-unreadable", "a file cannot be read", "check the path and its permissions"),
        ("cannot-write", "the output cannot be written", "check the disk and the permissions"),
        ("git-failed", "git could not do what was asked", "read its message"),
        ("git-missing", "the git program was not found", "install git"),
        ("timeout", "the run took longer than it may", "raise `--timeout`"),
        ("nested-repository", "a directory base has a repository inside", "use a revision, or move it"),
        ("usage", "the command line is wrong", "see `--help`"),
        ("unknown-step", "the plan has no step of that name", "use one of the ids listed"),
        ("defect", "patcher found itself breaking a promise", "report it with the plan"),
    )),
)  # fmt: skip

_STATUS = {  # where it is not the one of its group
    "nested-repository": 1,
    "branch-exists": 2,
    "identity-missing": 2,
    "date-missing": 2,
    "timeout": 1,
    "usage": 2,
    "unknown-step": 2,
    "defect": 4,
    "git-disagrees": 4,
}
CODES = {
    word: Code(word, meaning, remedy, _STATUS.get(word, status), group)
    for group, status, rows in _GROUPS
    for word, meaning, remedy in rows
}
