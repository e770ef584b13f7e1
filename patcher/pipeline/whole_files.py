"""Actions on whole files: deleted, created, renamed, given another mode."""

from __future__ import annotations

from patcher.errors import Problem, Refusal, Target
from patcher.pipeline.files import literal_number, plain_mode
from patcher.pipeline.work import StepRun, conflict, content_of
from patcher.record import replace
from patcher.spec.model import Chmod, CreateFile, DeleteFiles, Edit, RenameFile
from patcher.tree import check_target_path
from patcher.tree.model import SUBMODULE, FileChange


def act_on_whole_files(run: StepRun, index: int, edit: Edit) -> None:
    """Carry out one edit on whole files; what it does is in the run's `changes` and `paths`.

    Raises `Refusal` for a path that it may not touch, another number than it expects, and a conflict.
    """
    action = edit.action
    if isinstance(action, DeleteFiles):
        paths = _counted(run, edit, action.pathspecs, "delete_files")
        for path in paths:
            mode = run.tree.mode(path)
            _add(run, FileChange(path, run.tree.read(path), None, mode, None), edit)
    elif isinstance(action, CreateFile):
        paths = (action.path,)
        place = edit.place_of("create_file")
        run.files.refuse_scope(action.path, place)
        check_target_path(run.tree, action.path, place)
        if run.tree.entry(action.path) is not None:
            hint = "edit it with `replace`, or delete it in an earlier step"
            raise Refusal(
                Problem(
                    "file-exists", f"`{action.path}` is already there", place, Target(action.path), hint=hint
                )
            )
        content = content_of(run.plan, action.content)
        data = content if isinstance(content, bytes) else _whole_text(content)
        _add(run, FileChange(action.path, None, data, None, plain_mode(action.mode)), edit)
    elif isinstance(action, RenameFile):
        paths = tuple(sorted(run.files.renames))
        paths = tuple(p for p in paths if _renamed_by(run, action, p))
        for old in paths:
            data, mode = run.tree.read(old), run.tree.mode(old)
            if mode == SUBMODULE:
                raise Refusal(_submodule(old, edit))
            _add(run, FileChange(run.files.renames[old], data, data, mode, mode, old_path=old), edit)
    elif isinstance(action, Chmod):
        paths = _counted(run, edit, action.pathspecs, "files")
        for path in paths:
            _chmod(run, path, plain_mode(action.mode), edit)
    else:
        raise AssertionError(f"not an action on whole files: {edit.name}")
    run.paths[index] = paths
    run.reached.append(paths)


def _submodule(path: str, edit: Edit) -> Problem:
    return Problem(
        "link-target",
        f"`{path}` is a submodule, and `.gitmodules` has its path",
        plan=edit.place_of("rename_file"),
        target=Target(path),
        hint="move it with `git mv` in a commit of its own",
    )


def _whole_text(text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    return data if not data or data.endswith(b"\n") else data + b"\n"


def _renamed_by(run: StepRun, action: RenameFile, old: str) -> bool:
    new = run.files.renames[old]
    if action.to.endswith("/"):
        return new == action.to + old.rpartition("/")[2] and old in run.tree.match((action.source,))
    return (old, new) == (action.source, action.to)


def _counted(run: StepRun, edit: Edit, pathspecs: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Return the files of an action on whole files; their number must be the one that is expected."""
    place = edit.place_of(key)
    paths = run.files.matched(pathspecs, place, optional=edit.optional)
    for path in paths:
        run.files.refuse_scope(path, place)
        check_target_path(run.tree, path, place)
    wanted = edit.count
    if wanted is None:
        wanted = literal_number(pathspecs) or 1
    if (wanted == "any" and paths) or len(paths) == wanted or (edit.optional and not paths):
        return paths
    raise Refusal(
        Problem(
            "count-mismatch",
            f"the pathspecs match {len(paths)} files, {'at least 1' if wanted == 'any' else wanted} expected",
            plan=edit.place_of("count") if edit.count is not None else place,
            label=", ".join(paths[:6]) + (", ..." if len(paths) > 6 else ""),
            hint=f"`count: {len(paths)}` accepts these; otherwise correct the pathspecs",
        )
    )


def _chmod(run: StepRun, path: str, mode: int, edit: Edit) -> None:
    before = run.tree.mode(path)
    target = run.files.renames.get(path, path)
    if target in run.changes and run.changes[target].old_path == path:
        run.changes[target] = replace(run.changes[target], after_mode=mode)
        return
    if before == mode:
        raise Refusal(
            Problem(
                "no-change",
                f"`{path}` has mode {mode & 0o777:o} already",
                plan=edit.place_of("files"),
                target=Target(path),
            )
        )
    data = run.tree.read(path)
    _add(run, FileChange(path, data, data, before, mode), edit)


def _add(run: StepRun, change: FileChange, edit: Edit) -> None:
    known = run.changes.get(change.path)
    if known is not None:
        raise Refusal(conflict(change.path, edit.place, "two edits of the step change the whole file"))
    run.changes[change.path] = change
