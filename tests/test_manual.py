"""The manual speaks of every key, and its plans are plans."""

import re
from pathlib import Path

import pytest

from patcher import build, load_plan
from patcher.spec import parse_plan
from patcher.spec.shape import SHAPES
from patcher.syntax.registry import LANGUAGES

DOCS = Path(__file__).parent.parent / "docs"
FORMAT = (DOCS / "format.md").read_text()
PLANS = [
    block
    for block in re.findall(r"^```yaml\n(.*?)^```$", FORMAT, re.DOTALL | re.MULTILINE)
    if block.startswith("patcher:")
]


@pytest.mark.parametrize("plan", PLANS, ids=range(len(PLANS)))
def test_the_plans_of_the_manual_are_plans(plan):
    assert parse_plan(plan.encode(), "format.md").steps


@pytest.mark.parametrize(
    ("shape", "key"), [(shape, key.name) for shape, keys in SHAPES.items() for key in keys]
)
def test_the_manual_speaks_of_every_key(shape, key):
    assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", FORMAT)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_links_lead_to_files(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_the_table_of_languages_is_the_registry():
    rows = re.findall(r"^\| (.*?) \|$", (DOCS / "languages.md").read_text().split("\n## ")[0], re.MULTILINE)
    header, *known = [[cell.strip() for cell in row.split("|")] for row in rows]
    kinds = header[1:]
    shown = {row[0].strip("`"): {k for k, cell in zip(kinds, row[1:], strict=True) if cell} for row in known}
    assert shown == {language.name: set(language.knows) for language in LANGUAGES if language.knows}
    assert list(shown) == sorted(shown)


def test_the_plan_of_whole_files_does_what_it_says(tmp_path):
    texts = {
        "src/probe/wire.py": "NAME = 'probe.wire'\n",
        **{f"src/probe/{name}.py": "" for name in "abc"},
        "src/net.py": "import os\n\n\ndef checksum(data):\n    return sum(data)\n\n\ndef main():\n    os.abort()\n",
        "src/sums.py": "def crc(data):\n    return len(data)\n",
        "scripts/run.sh": "#!/bin/sh\n",
    }
    for path, text in texts.items():
        (tmp_path / "tree" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / path).write_text(text)
    (tmp_path / "plan.yaml").write_text(PLANS[1])
    (step,) = build(load_plan(tmp_path / "plan.yaml"), tmp_path / "tree", output=None).steps
    modes = {path: f"{entry.mode:o}" for path, entry in step.after.files()}
    assert modes == {
        "scripts/check": "100755",
        "scripts/run.sh": "100755",
        "src/net.py": "100644",
        "src/sums.py": "100644",
        "src/wire.py": "100644",
    }
    assert step.after.read("src/wire.py") == b"NAME = 'wire'\n"
    assert step.after.read("src/sums.py").endswith(b"\n\n\ndef checksum(data):\n    return sum(data)\n")
