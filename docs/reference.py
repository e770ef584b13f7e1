"""Write the manual's pages that come from records: `python docs/reference.py`.

A test holds the pages to what this writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from patcher.codes import CODES
from patcher.explain import page_of
from patcher.report.explain import manual_index, manual_page

DOCS = Path(__file__).parent


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each generated page's path and text."""
    intro = (resources.files("patcher.explain") / "example.md").read_text("utf-8")
    yield DOCS / "codes" / "README.md", manual_index(intro)
    for word in CODES:
        yield DOCS / "codes" / f"{word}.md", manual_page(page_of(word))


def main() -> None:
    """Write every page."""
    for path, text in pages():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
