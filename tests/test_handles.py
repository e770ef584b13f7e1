"""`Folder`: what is done in an open folder, and what of it a fault or a signal leaves undone."""

import builtins
import os

import pytest

from patcher.handles import open_trusted


@pytest.fixture
def above(tmp_path):
    """A folder with a tree in it, of files, folders, and a link that leads out."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/kept").write_text("kept")
    tree = tmp_path / "above/tree"
    (tree / "old/empty").mkdir(parents=True)
    for name in ("a", "b", "old/c"):
        (tree / name).write_text(name)
    (tree / "link").symlink_to(tmp_path / "outside")
    with open_trusted(str(tmp_path / "above")) as folder:
        yield folder
    assert (tmp_path / "outside/kept").read_text() == "kept"


def test_a_tree_goes_and_nothing_is_imported_for_it(above, monkeypatch):
    def refuse(name, *_):
        raise AssertionError(f"{name} is imported")

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "__import__", refuse)
        above.remove_tree("tree")
        above.remove_tree("tree")  # nothing bears the name any more
    assert not above.entries()


@pytest.mark.parametrize("call", ["rmdir", "open", "unlink", "scandir", "close"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_a_tree_goes_whole_where_a_signal_or_a_fault_meets_a_call(above, monkeypatch, call, error):
    told, real = [], getattr(os, call)

    def once(*words, **more):
        if not told:
            told.append(call)
            if call == "close":
                real(*words, **more)
            raise error
        return real(*words, **more)

    monkeypatch.setattr(os, call, once)
    if error is OSError:
        above.remove_tree("tree")
    else:
        with pytest.raises(error):
            above.remove_tree("tree")
    monkeypatch.undo()
    assert told
    assert not above.entries()
