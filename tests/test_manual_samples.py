"""What the manual's samples print is what stands in its pages."""

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
sys.path.insert(0, str(DOCS))

from samples import Sandbox, rewrite, rewritten, sampled_pages  # noqa: E402

REMEDY = "if it is meant, `python docs/samples.py` writes what is printed now"


@pytest.mark.parametrize("page", sampled_pages(), ids=lambda page: page.name)
def test_the_samples_print_what_the_page_shows(page):
    assert rewrite(page) == page.read_text("utf-8"), REMEDY


def test_the_pages_that_teach_have_samples():
    assert {"tutorial.md", "retire.md", "anchors.md", "library.md", "agents.md"} <= {
        page.name for page in sampled_pages()
    }


PAGE = """\
```text a.txt
not a sample
```

```sh b.txt
one
```

```sh b.txt +
two
```

```console
$ cat b.txt
{}$ mkdir c && cd c
$ pwd; echo "took 1.5 s, 1,024 bytes"
> echo wrong >&2
{}```
"""


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(tmp_path)


def test_what_is_wrong_is_written_anew(sandbox):
    right = PAGE.format("one\ntwo\n", "~/patcher/c\ntook 1.5 s, 1,024 bytes\nwrong\n")
    assert rewritten(PAGE.format("one\n", "else\n"), sandbox) == right


def test_times_and_sizes_are_whatever_they_were(sandbox):
    page = PAGE.format("one\ntwo\n", "~/patcher/c\ntook 27.0 s, 9 bytes\nwrong\n")
    assert rewritten(page, sandbox) == page


def test_a_page_that_goes_on_from_where_the_last_command_ended(sandbox):
    page = "```console\n$ mkdir d; cd d\n```\n\n```sh e\nx\n```\n\n```console\n$ cat ~/patcher/d/e\nx\n```\n"
    assert rewritten(page, sandbox) == page


def test_output_without_a_command_is_no_sample(sandbox):
    with pytest.raises(ValueError, match="begins with"):
        rewritten("```console\nhello\n```\n", sandbox)
