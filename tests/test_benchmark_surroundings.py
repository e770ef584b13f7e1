"""The benchmarks of surroundings, small: what they must find, and that they would see it were it otherwise."""

import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from benchmarks.reliability import canaries, faults, plans_fuzz, settings, together
from benchmarks.reliability.subject import make_subject


def test_nothing_that_is_planted_runs_and_no_file_of_the_repository_changes(tmp_path):
    rows = list(canaries.run(tmp_path))
    assert [(name, heard, changed) for name, _, heard, changed in rows if heard or changed] == []
    assert [(name, status) for name, status, _, _ in rows if status not in (0, 3)] == []
    assert [name for name, status, _, _ in rows if status == 3] == [
        f"{name}, a blob missing" for name in ("locate", "build", "verify")
    ]


def test_a_git_that_knows_no_newer_variables_runs_nothing_either(tmp_path, monkeypatch):
    """What git learnt after 2.30 must not be all that switches something off."""
    old = tmp_path / "bin" / "git"
    old.parent.mkdir()
    (tmp_path / "cage").mkdir()
    newer = "GIT_CONFIG_COUNT GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_NO_LAZY_FETCH"
    old.write_text(f'#!/bin/sh\nunset {newer}\nexec {shutil.which("git")} "$@"\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
    rows = list(canaries.run(tmp_path / "cage"))
    assert [(name, heard, changed) for name, _, heard, changed in rows if heard or changed] == []


def test_settings_together_change_no_byte(tmp_path):
    subject = make_subject(tmp_path / "subject")
    wanted = settings.outputs(subject, {})
    assert {name for name in wanted if name.endswith(".patch")} == {
        "lean/0001-store-the-old-loader-goes.patch",
        "lean/0002-notes-say-so.patch",
    }
    assert all(wanted[name].startswith(b"0 ") for name in settings.OUTPUTS)
    assert list(settings.changed(subject, wanted, [list(settings.together())[-1]])) == [("everything", [])]
    assert settings.count() >= 60


def test_a_setting_that_changes_a_byte_would_be_seen(tmp_path):
    subject = make_subject(tmp_path / "subject")
    wanted = settings.outputs(subject, {})
    subject.plan.write_text(
        subject.plan.read_text(encoding="utf-8").replace("gone", "went"), encoding="utf-8"
    )
    ((_, found),) = settings.changed(subject, wanted, [("nothing", settings.Setting())])
    assert "lean/0002-notes-say-so.patch" in found


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_faults_tear_nothing(tmp_path):
    fresh, older = faults.make_scenes(tmp_path)
    all_of = {scene.name: list(faults.faults(scene)) for scene in (fresh, older)}
    assert sum(map(len, all_of.values())) >= 1000
    for scene, call, what in (
        (fresh, "write", "ENOSPC"), (fresh, "fsync", "EIO"), (older, "renameat", "KILL"), (older, "renameat", "TERM"),
        (older, "unlinkat", "INT"), (older, "openat", "EACCES"),
    ):  # fmt: skip
        fault = [each for each in all_of[scene.name] if (each.call, each.what) == (call, what)][-1]
        assert (str(fault), faults.disturbed(scene, fault)) == (str(fault), [])


SCENES = [
    pytest.param(partial(together.two_builds, same=True), "renameat", 0, id="one plan twice"),
    pytest.param(partial(together.two_builds, same=False), "flock", 0, id="two plans of one name"),
    pytest.param(partial(together.moving_repository, forgotten=False), "write", 0, id="a branch moves"),
    pytest.param(partial(together.moving_repository, forgotten=True), "write", 3, id="a commit goes"),
    pytest.param(partial(together.moving_directory, replaced=False), "read", 3, id="files are written anew"),
    pytest.param(partial(together.moving_directory, replaced=True), "newfstatat", 0, id="files are replaced"),
]


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(("make", "call", "worst"), SCENES)
def test_what_happens_meanwhile_tears_nothing(tmp_path, make, call, worst):
    scene = make(tmp_path / "scene")
    moments = [moment for moment in scene.moments() if moment.call == call]
    ends = {str(moment): scene.disturbed(moment) for moment in [*moments[:2], *moments[-2:]]}
    assert [(moment, wrong) for moment, (_, wrong) in ends.items() if wrong] == []
    assert max(status for status, _ in ends.values()) == worst


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_mixture_of_two_series_would_be_seen(tmp_path):
    scene = together.two_builds(tmp_path / "scene", same=False)
    moment = list(scene.moments())[-1]
    assert scene.disturbed(moment)[1] == []
    mixed = replace(scene, wanted=[dict.fromkeys(each, b"") for each in scene.wanted])
    assert any("torn" in each for each in mixed.disturbed(moment)[1])


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_torn_file_would_be_seen(tmp_path, monkeypatch):
    _, older = faults.make_scenes(tmp_path)
    run = type(older.subject).run

    def torn(subject, name, **rest):
        done = run(subject, name, **rest)
        patch = next(Path(subject.out).glob("lean/0001*"))
        patch.write_bytes(patch.read_bytes()[:-1])
        return done

    fault = next(iter(faults.faults(older)))
    monkeypatch.setattr(type(older.subject), "run", torn)
    assert any(each.startswith("torn ") for each in faults.disturbed(older, fault))


def test_damaged_plans_are_read_or_refused_in_words():
    counts, failed = plans_fuzz.run(2000, seed=7)
    assert failed == []
    assert min(counts["read"], counts["refused"]) > 50


def test_a_reader_that_fails_would_be_seen(monkeypatch):
    monkeypatch.setattr(plans_fuzz, "parse_plan", lambda data, path: data.decode())
    assert plans_fuzz.run(500, seed=7)[1]
