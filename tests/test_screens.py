"""What a terminal shows, held to golden files in `tests/screens/`; `pytest --rewrite` writes them anew."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from gitbox import ENV, GitBox
from terminal import PATCHER, Terminal

from patcher.cli import COMMANDS, cli
from patcher.report.paint import PLAIN, Paint
from patcher.report.words import wide

ROOT = Path(__file__).parent.parent
SCREENS = Path(__file__).parent / "screens"
sys.path.insert(0, str(ROOT / "specs" / "example"))

from make_tree import commit_tree, example_tree  # noqa: E402

HEAD = "patcher: 1\nplan: {0}\ntitle: T\nauthor: {{name: A, email: a@example.org}}\nsteps:\n"
PLANS = {
    "missed": "  - id: one\n    subject: Drop one\n    edits:\n"
    "      - delete: {definition: _migrate_nodes_state_key}\n        file: shakenfist/mariadb.py\n",
    "twice": "  - id: one\n    subject: Drop one\n    edits:\n"
    "      - {delete: {line: 'log = logs'}, file: shakenfist/mariadb.py}\n"
    "      - delete: {line: 'return '}\n        file: shakenfist/mariadb.py\n",
    "wrong": "  - id: one\n    subjct: Drop one\n    edits:\n"
    "      - delete: {definitoin: a}\n        file: m.py\n      - delete: {line: '(a'}\n        file: m.py\n",
    "wide": "  - id: 一\n    subject: 移行のための古いコードを全部取り除く、そしてそれを使っていた設定も文書もすべて一緒に取り除くことにする\n"
    "    edits:\n      - delete: {definition: 'データ_移行'}\n        file: '表/移行.py'\n        near: 40\n"
    "  - id: combining\n    subject: 'Remove nai\u0308ve cafe\u0301'\n"
    "    edits: [{delete: {line: 'nai\u0308ve'}, file: '表/移行.py'}]\n",
    "wide-missed": "  - id: one\n    subject: Drop\n    edits:\n"
    "      - {delete: {definition: 'データ_移行先'}, file: '表/移行.py'}  # 移行先はもう使われていないので消すべきである\n",
}
WIDE = "# 表の説明\nnai\u0308ve = 1\n\n\nKEEP = 2\n\n\ndef データ_移行():\n    return '値'\n"
RETIRE = "specs/retire-etcd.yaml"
CASES = {
    "locate-step": ("locate", RETIRE, "-C", "tree", "--step", "0a"),
    "locate": ("locate", RETIRE, "-C", "tree"),
    "locate-evidence": ("locate", RETIRE, "-C", "tree", "--step", "0c", "-v"),
    "build": ("build", RETIRE, "-C", "tree"),
    "build-check": ("build", RETIRE, "-C", "tree", "--check"),
    "verify": ("verify", RETIRE, "-C", "tree"),
    "lint": ("lint", RETIRE),
    "show": ("show", "patches/retire-etcd/0001-mariadb-purge-the-dead-etcd-migration-code.patch"),
    "anchor-missed": ("locate", "missed.yaml", "-C", "tree"),
    "anchor-twice": ("locate", "twice.yaml", "-C", "tree"),
    "plan-wrong": ("lint", "wrong.yaml"),
    "wide": ("locate", "wide.yaml", "-C", "wide"),
    "wide-missed": ("locate", "wide-missed.yaml", "-C", "wide"),
    "usage": ("locate", RETIRE, "--stepp", "0a"),
    "explain": ("explain", "anchor-not-found"),
    "init": ("init", "first.yaml", "-C", "wide"),
    "help": ("--help",),
    "help-verify": ("verify", "--help"),
}
BROAD = (
    "locate-step",
    "build",
    "verify",
    "show",
    "anchor-missed",
    "wide",
    "wide-missed",
    "usage",
    "help-verify",
)
THEMES = {
    "xterm": ("000000", "ffffff"),
    "Solarized": ("002b36", "fdf6e3"),
    "VS Code": ("1e1e1e", "ffffff"),
    "One": ("282c34", "fafafa"),
    "Terminal of macOS": ("1e1e1e", "ffffff"),
}
TO_PASTE = re.compile(r"  git am |Next: |    (nth|near|within|matching|except): |    - |      | +\S+ --> ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("screens")
    (folder / "specs").mkdir()
    (folder / "tree").mkdir()
    shutil.copy(ROOT / RETIRE, folder / RETIRE)
    shutil.copytree(ROOT / "patches", folder / "patches")
    commit_tree(example_tree().before, folder / "tree")
    box = GitBox(folder / "wide")
    box.git("update-ref", "HEAD", box.commit(box.tree({"表/移行.py": (0o100644, WIDE.encode())})))
    for name, steps in PLANS.items():
        (folder / f"{name}.yaml").write_text(HEAD.format(name) + steps)
    return folder


def shown(folder, name, columns, *more, **env):
    (folder / "first.yaml").unlink(missing_ok=True)
    with Terminal([PATCHER, *CASES[name], *more], folder, columns, **env) as terminal:
        terminal.wait()
    return terminal


def steady(rows):
    return [re.sub(r"\(\d+\.\d s\)", "(0.0 s)", row) for row in rows]


def golden(name, rows, request):
    path, text = SCREENS / f"{name}.txt", "".join(f"{row}\n" for row in steady(rows))
    if request.config.getoption("--rewrite"):
        path.write_text(text)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("name", "columns"),
    [(name, columns) for columns in (80, 200) for name in (CASES if columns == 80 else BROAD)],
)
def test_a_screen_without_colour(folder, name, columns, request):
    terminal = shown(folder, name, columns, NO_COLOR="1")
    assert not re.search(rb"\x1b\[[0-9;]*m", terminal.raw)
    golden(f"{name}-{columns}", terminal.rows(), request)
    limit = min(100, columns)
    for row in terminal.raw.decode().split("\r\n"):
        row = re.sub(r"\x1b\[K|.*\r", "", row)
        assert wide(row) <= limit or TO_PASTE.match(row), row


@pytest.mark.parametrize("name", ["locate-step", "build", "verify", "anchor-missed", "plan-wrong", "explain"])
def test_a_screen_in_colour(folder, name, request):
    terminal = shown(folder, name, 80)
    golden(f"{name}-colour", terminal.painted(), request)
    if not request.config.getoption("--rewrite"):  # colour carries no meaning alone
        golden(f"{name}-80", terminal.rows(), request)
    assert terminal.colors() or name in ("locate-step", "build")


def luminance(color):
    parts = (int(color[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_no_colour_vanishes_on_a_light_or_a_dark_ground(folder, theme):
    colors = shown(folder, "anchor-missed", 80).colors() | shown(folder, "verify", 80).colors()
    assert len(colors) >= 3
    for ground in THEMES[theme]:
        for color in colors:
            assert re.fullmatch("[0-9a-f]{6}", color), "a colour that the theme sets as it likes"
            assert contrast(color, ground) >= 2.9, (color, ground)


def test_a_terminal_gets_colour_and_a_pipe_does_not(folder):
    words = [PATCHER, *CASES["plan-wrong"]]
    for env, piped in (({}, False), ({"FORCE_COLOR": "1"}, True)):
        done = subprocess.run(words, cwd=folder, env={**ENV, **env}, capture_output=True, check=False)
        assert (b"\x1b[" in done.stderr) is piped
    assert b"\x1b[38" in shown(folder, "plan-wrong", 80).raw
    assert b"\x1b[38" not in shown(folder, "plan-wrong", 80, "--color", "never").raw
    assert b"\x1b[38" not in shown(folder, "plan-wrong", 80, TERM="dumb").raw


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_screen_with_examples_and_exit_statuses(command, columns):
    top = click.Context(cli, info_name="patcher", terminal_width=min(100, columns), **cli.context_settings)
    called = top if not command else click.Context(cli.get_command(top, command), top, command)
    called.terminal_width = min(100, columns)
    text = called.command.get_help(called)
    rows = text.splitlines()
    assert len(rows) <= 60
    assert max(map(wide, rows)) <= min(100, columns)
    examples = text.split("Examples:\n")[1].split("\n\n")[0].splitlines()
    assert len(examples) == 2
    assert all(f"patcher {command}".strip() in row for row in examples)
    assert "Exit status: 0 " in text


def test_paint_is_plain_where_nothing_is_said():
    assert Paint(color=False, width=100) == PLAIN


@pytest.fixture
def slow(tmp_path):
    (tmp_path / "m.py").write_text("def load():\n    return 1\n\n\ndef keep():\n    return 2\n")
    (tmp_path / "p.yaml").write_text(
        HEAD.format("p").replace("steps:", "date: 2026-05-14T09:00:00+10:00\nsteps:")
        + "  - id: one\n    subject: Drop load\n    edits: [{delete: {definition: load}, file: m.py}]\n"
        + f"    checks: [{{run: 'touch {tmp_path}/started; until test -e {tmp_path}/go; do sleep 0.1; done'}}]\n"
    )
    return tmp_path


VERIFY = [PATCHER, "verify", "p.yaml", "--dir", "--run"]
JSON = [*VERIFY, "--format", "json"]


@pytest.mark.parametrize("columns", [80, 30])
def test_progress_stands_on_one_row_while_it_lasts_and_is_gone_at_the_end(slow, columns):
    with Terminal(VERIFY, slow, columns) as terminal:
        terminal.wait_for("running check 1 of 1"[: columns - 15])
        assert len(terminal.rows()) == 1
        (slow / "go").touch()
        assert terminal.wait() == 0
    assert not any("running" in row for row in terminal.rows())
    assert terminal.rows()[0].startswith("ok")


def test_progress_is_on_stderr_where_stdout_is_taken_elsewhere(slow):
    with open(slow / "out", "wb") as out, Terminal(JSON, slow, 80, stdout=out) as terminal:
        terminal.wait_for("running check 1 of 1: touch ")
        (slow / "go").touch()
        assert terminal.wait() == 0
    assert terminal.rows() == []
    assert (slow / "out").read_text().startswith("{")


@pytest.mark.parametrize("more", [["-q"], []], ids=["quiet", "dumb terminal"])
def test_no_progress_where_it_is_not_wanted(slow, more):
    with Terminal([*VERIFY, *more], slow, 80, **({} if more else {"TERM": "dumb"})) as terminal:
        while not (slow / "started").exists():
            terminal.read()
        for _ in range(20):  # a second, in which it would come
            terminal.read()
        (slow / "go").touch()
        terminal.wait()
    assert b"running" not in terminal.raw


def test_no_progress_on_a_pipe(slow):
    with subprocess.Popen(
        VERIFY, cwd=slow, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(1.5)
        (slow / "go").touch()
        out, error = program.communicate()
    assert out.startswith(b"ok")
    assert error == b""


def test_an_error_takes_the_progress_away(slow):
    with Terminal([*VERIFY, "--timeout", "2"], slow, 80) as terminal:
        terminal.wait_for(" s)")
        assert terminal.wait() == 1
    assert terminal.rows()[0].startswith("error[timeout]: the run took longer than 2 s while ")
