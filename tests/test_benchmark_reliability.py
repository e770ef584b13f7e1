"""The benchmarks of reliability, small: what they must find, and that they would see it were it otherwise."""

from dataclasses import replace

import pytest

from benchmarks.reliability import damage, differential, landings
from benchmarks.reliability.box import Box


@pytest.mark.parametrize("seed", [1, 2, 4, 5], ids=["a chain", "another", "of sha256", "through a plan"])
def test_random_patches_come_out_of_git_as_they_are_told(seed):
    wrong, kinds = differential.differences(seed, 10)
    assert wrong == []
    assert kinds.total() >= 10


BROKEN = [
    pytest.param(lambda data: data.replace(b"\n+", b"\n+x", 1), "git apply", id="other bytes"),
    pytest.param(lambda data: data.replace(b"Subject: [PATCH", b"Subject: [x] y[PATCH", 1), "message", id="another message"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_a_writer_that_is_broken_would_be_seen(change, words, monkeypatch):
    right = differential.patches_of

    def patches_of(chain, hash, commit):
        patches = right(chain, hash, commit)
        at = next(i for i, patch in enumerate(patches) if change(patch.data) != patch.data)
        return [*patches[:at], replace(patches[at], data=change(patches[at].data)), *patches[at + 1 :]]

    monkeypatch.setattr(differential, "patches_of", patches_of)
    monkeypatch.setattr(differential, "prove_patch", lambda patch, read: [])
    wrong, _ = differential.differences(1, 10)
    assert any(words in each for each in wrong)


def test_damaged_copies_are_found():
    scores = damage.run(2 * len(damage.DAMAGES), seed=3)
    assert {name: score.failed for name, score in scores.items() if score.failed} == {}
    assert sum(score.copies for score in scores.values()) == 2 * len(damage.DAMAGES)


def test_a_check_that_finds_nothing_would_be_seen(monkeypatch):
    monkeypatch.setattr(damage, "_found", lambda right, files: False)
    scores = damage.run(9, seed=3)
    assert sum(score.read for score in scores.values()) == 9


@pytest.mark.parametrize("kind", ["changed", "rebuilt"])
def test_no_patch_of_ours_lands_in_another_function_of_a_copy(kind, monkeypatch):
    monkeypatch.setattr(landings, "KINDS", (kind,))
    counts = landings.run(50, seed=2)
    assert counts[kind, "ours", "git apply", "wrong"] == 0
    assert counts[kind, "ours", "git apply", "right"] > 0
    assert counts[kind, "three lines", "git apply", "wrong"] > 0


def test_what_an_earlier_patch_left_behind_makes_no_patch_a_refused_one(tmp_path):
    box = Box(tmp_path / "repository")
    (start, _), (commit, tree) = box.import_trees([{"a": (0o100644, b"1\n")}, {"b": (0o100644, b"2\n")}])
    patch = tmp_path / "patch"
    patch.write_bytes(box.git("format-patch", "-1", "--stdout", commit))
    (box.folder / "b").write_bytes(b"left\n")
    made, said = box.am(start, [patch])
    assert ([fields[0] for fields in made], said) == ([tree], "")
