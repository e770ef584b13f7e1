"""`make demo`: the whole job before the reader's eyes, on an example tree in a folder of its own."""

from __future__ import annotations

import filecmp
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from make_tree import commit_tree, example_tree  # noqa: E402

PLAN = "specs/retire-etcd.yaml"
PATCHER = str(Path(sys.executable).with_name("patcher"))


def say(text: str) -> None:
    """Print a line of the story."""
    print(f"\n# {text}", flush=True)


def run(*arguments: str, shown: int | None = None) -> str:
    """Run `patcher` as a reader would, print the command and what it says, and return that."""
    print(f"$ patcher {' '.join(arguments)}", flush=True)
    done = subprocess.run([PATCHER, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    rows = done.stdout.rstrip("\n").split("\n")
    cut = (
        rows
        if shown is None or len(rows) <= shown
        else [*rows[:shown], f"  ... {len(rows) - shown} more lines"]
    )
    print("\n".join(cut), flush=True)
    if done.returncode:
        sys.exit(f"{done.stderr}\nthe demo stops here: exit status {done.returncode}")
    return done.stdout


def main() -> int:
    """Tell the story; return 0 where every promise held."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="patcher-demo-") as folder:
        tree, output = Path(folder) / "tree", Path(folder) / "patches"
        tree.mkdir()
        say("A repository with a dead machinery in a file of 17,000 lines is made in a folder of its own.")
        commit_tree(example_tree().before, tree)
        say(f"What {PLAN} is about to do, said back:")
        run("brief", PLAN, "-C", str(tree), "--step", "0a", shown=26)
        say("The ranges of every step; nothing is written yet.")
        run("locate", PLAN, "-C", str(tree))
        say("The series.")
        run("build", PLAN, "-C", str(tree), "-o", str(output))
        series = output / "retire-etcd"
        names = [path.name for path in series.iterdir()]
        _, different, missing = filecmp.cmpfiles(
            series, ROOT / "patches" / "retire-etcd", names, shallow=False
        )
        same = not different and not missing
        print(
            f"  patches/retire-etcd in this repository: {'the same, byte for byte' if same else 'DIFFERENT'}"
        )
        say("git's verdict, in a scratch repository:")
        run("verify", str(series), "-C", str(tree))
        say("And in a worktree of its own, with git am:")
        run("apply", str(series), "-C", str(tree), "--worktree", str(Path(folder) / "applied"))
        manifest = json.loads((series / "manifest.json").read_text())
        predicted = manifest["steps"][-1]["tree"]
        asked = ["git", "-C", str(Path(folder) / "applied"), "rev-parse", "HEAD^{tree}"]
        reached = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        print(f"  tree predicted  {predicted}\n  tree reached    {reached}")
        say("In your own clone it would be:")
        print("git am --keep-cr patches/retire-etcd/[0-9]*.patch")
        print(f"\nDone in {time.monotonic() - began:.1f} s; the folder is gone again.")
    return 0 if same and predicted == reached else 1


if __name__ == "__main__":
    sys.exit(main())
