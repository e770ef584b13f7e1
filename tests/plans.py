"""A plan and the files that it is for, laid down and built."""

from pathlib import Path

from patcher import build, load_plan


def laid(folder: Path, files):
    """Write files (path → text or bytes) into a folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        target.write_bytes(data)


def built(folder: Path, plan, files):
    """Return the run of a plan, which is its text, on files in a plain directory."""
    laid(folder / "tree", files)
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    return build(load_plan(folder / "plan.yaml"), folder / "tree", output=None, plain=True)
