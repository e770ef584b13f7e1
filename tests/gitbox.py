"""A scratch repository of its own for tests: no user's configuration, fixed people and dates."""

import os
import subprocess

ENV = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
    "TZ": "UTC",
    "GIT_AUTHOR_NAME": "A. Maintainer",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2026-05-14T09:00:00+1000",
    "GIT_COMMITTER_NAME": "C",
    "GIT_COMMITTER_EMAIL": "c@example.org",
    "GIT_COMMITTER_DATE": "2026-05-14T09:00:00+1000",
}


class GitBox:
    """A repository in a folder, driven by plumbing so that any tree can be in it."""

    def __init__(self, folder, hash="sha1"):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main", f"--object-format={hash}")

    def git(self, *words, data=None, check=True, env=None):
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            input=data,
            env={**ENV, "HOME": str(self.folder), **(env or {})},
            capture_output=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError((words, done.stderr))
        return done if not check else done.stdout

    def tree(self, files):
        """Write a tree of path → (mode, bytes) and return its id."""
        rows = []
        for path, (mode, data) in files.items():
            if mode == 0o160000:
                id = data.split()[2]
            else:
                id = self.git("hash-object", "-w", "--stdin", data=data).strip()
            rows.append(b"%06o %s\t%s\0" % (mode, id, path.encode("utf-8", "surrogateescape")))
        self.git("read-tree", "--empty")
        self.git("update-index", "-z", "--index-info", data=b"".join(rows))
        return self.git("write-tree").decode().strip()

    def commit(self, tree, message=b"x\n", parent=None, env=None):
        parents = ("-p", parent) if parent else ()
        return self.git("commit-tree", tree, *parents, data=message, env=env).decode().strip()
