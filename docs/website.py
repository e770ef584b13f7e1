"""Build the manual as a static site: `make docs`, or `python docs/website.py [FOLDER]` (`build/site`).

The pages are those of `docs/` and of the repository's top that the manual's first page lists; that page
is the navigation. Every link is followed: a page, a heading or an image that is not there ends the build.
Pages open from the disk as well as from a server, and ask for nothing but their own files.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
THEME = DOCS / "theme"
_LINK = re.compile(r"^- \[(?P<title>.+?)\]\((?P<target>[^)]+\.md)\)(?:: (?P<text>.+))?$")
_WORD = re.compile(r"\s+")


class BadLink(Exception):
    """Links that lead nowhere, one a line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: its group, its title, its page as a path from the repository's top."""

    group: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """What the search finds: a heading's text and anchor, and the plain text below it."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it comes from and goes to, its title, body and sections."""

    source: str
    path: str
    title: str
    body: str
    sections: tuple[Section, ...]
    linked: frozenset[str]  # other pages, as paths from the repository's top
    assets: frozenset[str]  # images, likewise


def navigation(text: str) -> list[Entry]:
    """Return the entries that the manual's first page lists, in order."""
    group, found = "", []
    for line in text.split("\n"):
        if line.startswith("## "):
            group = line[3:]
        elif match := _LINK.match(line):
            found.append(Entry(group, match["title"], posixpath.normpath(f"docs/{match['target']}")))
    return found


def rendered() -> list[Page]:
    """Return every page: all of `docs/`, and what these link to elsewhere in the repository."""
    left = sorted((path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")), reverse=True)
    pages: dict[str, Page] = {}
    while left:
        source = left.pop()
        if source not in pages and (ROOT / source).is_file():
            pages[source] = render_page(source, (ROOT / source).read_text("utf-8"))
            left += sorted(pages[source].linked)
    return list(pages.values())


def path_of(source: str) -> str:
    """Return where a page stands in the site.

    >>> path_of("docs/codes/README.md"), path_of("docs/format.md"), path_of("ARCHITECTURE.md")
    ('codes/index.html', 'format.html', 'architecture.html')
    """
    inner = source.removeprefix("docs/") if source.startswith("docs/") else source.lower()
    folder, _, name = inner.rpartition("/")
    name = "index" if name == "README.md" else name.removesuffix(".md")
    return posixpath.join(folder, f"{name}.html")


def slug_of(text: str, taken: set[str]) -> str:
    """Return a heading's anchor, as GitHub makes it."""
    plain = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
    slug, number = plain, 0
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    taken.add(slug)
    return slug


def render_page(source: str, text: str) -> Page:
    """Return a page from its Markdown."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    taken: set[str] = set()
    targets: set[str] = set()
    sections: list[Section] = []
    heading, anchor, words = "", "", []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            if heading or words:
                sections.append(Section(heading, anchor, _WORD.sub(" ", " ".join(words))))
            heading, words = _plain(tokens[index + 1]), []
            anchor = slug_of(heading, taken)
            token.attrSet("id", anchor)
        elif token.type == "th_open" and not tokens[index + 1].content:
            token.tag = tokens[index + 2].tag = "td"  # the head of nothing
        elif token.type in ("fence", "code_block"):
            words.append(token.content)
        elif token.type == "inline":
            if tokens[index - 1].type != "heading_open":
                words.append(_plain(token))
            _relink(token, source, targets)
    sections.append(Section(heading, anchor, _WORD.sub(" ", " ".join(words))))
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("heading_close", _heading_close)
    markdown.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0"><table>\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    body = markdown.renderer.render(tokens, markdown.options, {})
    linked = frozenset(target for target in targets if target.endswith(".md"))
    return Page(
        source,
        path_of(source),
        sections[0].heading,
        body,
        tuple(sections),
        linked,
        frozenset(targets - linked),
    )


def _plain(token: Token) -> str:
    return "".join(child.content or " " for child in token.children or () if child.type != "image")


def _relink(token: Token, source: str, targets: set[str]) -> None:
    """Let links lead to pages of the site, and images to copies of their files."""
    here = posixpath.dirname(path_of(source))
    for child in token.children or ():
        name = {"link_open": "href", "image": "src"}.get(child.type)
        if name is None:
            continue
        parts = urlsplit(str(child.attrGet(name)))
        if parts.scheme or not parts.path:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(parts.path)))
        targets.add(target)
        goal = path_of(target) if target.endswith(".md") else target.removeprefix("docs/")
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        child.attrSet(name, posixpath.relpath(goal, here or ".") + fragment)


def _fence(_self: object, tokens: list[Token], index: int, _options: object, _env: object) -> str:
    token = tokens[index]
    language, _, label = token.info.strip().partition(" ")
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        code = escape(token.content)
    else:
        code = highlight(token.content, lexer, HtmlFormatter(nowrap=True))
    kind = f" {label}" if label in ("before", "after", "refused") else ""
    named = f"<figcaption>{escape(label.removesuffix(' +'))}</figcaption>" if label else ""
    return f'<figure class="code{kind}">{named}<pre tabindex="0"><code>{code}</code></pre></figure>\n'


def _heading_close(_self: object, tokens: list[Token], index: int, _options: object, _env: object) -> str:
    tag, anchor = tokens[index].tag, tokens[index - 2].attrGet("id")
    return f' <a class="here" href="#{anchor}" aria-label="Link to this heading">#</a></{tag}>\n'


def whole(page: Page, entries: list[Entry], template: Template) -> str:
    """Return a page's HTML with its navigation."""
    here = posixpath.dirname(page.path) or "."
    root = posixpath.relpath(".", here)
    order = [entry.source for entry in entries]
    place = order.index(page.source) if page.source in order else None
    steps = [] if place is None else [("prev", place - 1), ("next", place + 1)]
    around = "".join(
        f'<a rel="{word}" href="{posixpath.relpath(path_of(order[at]), here)}">{escape(entries[at].title)}</a>'
        for word, at in steps
        if 0 <= at < len(order)
    )
    return template.substitute(
        title=escape(page.title),
        root=root,
        navigation="".join(_groups(page, entries, here)),
        contents="".join(f'<li><a href="#{s.anchor}">{escape(s.heading)}</a></li>' for s in _second(page)),
        body=page.body,
        around=around,
    )


def _second(page: Page) -> list[Section]:
    """Return the sections whose headings are of the second rank."""
    second = set(re.findall(r'<h2 id="([^"]+)"', page.body))
    return [section for section in page.sections if section.anchor in second]


def _groups(page: Page, entries: list[Entry], here: str) -> Iterator[str]:
    for group in dict.fromkeys(entry.group for entry in entries):
        yield f"<h2>{escape(group)}</h2><ul>"
        for entry in entries:
            if entry.group == group:
                folder = posixpath.dirname(entry.source)
                inside = folder != "docs" and folder and page.source.startswith(f"{folder}/")
                current = ' aria-current="page"' if entry.source == page.source or inside else ""
                link = posixpath.relpath(path_of(entry.source), here)
                yield f'<li><a href="{link}"{current}>{escape(entry.title)}</a></li>'
        yield "</ul>"


def search_index(pages: list[Page]) -> str:
    """Return what the search looks through, as a script, for a page on a disk may not read files."""
    rows = [
        [page.path + (f"#{section.anchor}" if at else ""), page.title, section.heading, section.text]
        for page in pages
        for at, section in enumerate(page.sections)
    ]
    return f"SITE.index = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"


class _Links(HTMLParser):
    """The anchors that a page has and the links that it makes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what an element is called and where it leads."""
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value is not None:
                self.links.append(value)


def dead_links(site: Path) -> list[str]:
    """Return every link of a built site that leads nowhere: `page: link`."""
    found = {path: _Links(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    dead = []
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = found.get(target)
            missing = not target.is_file() or not target.is_relative_to(site)
            if missing or (
                parts.fragment and (known is None or unquote(parts.fragment) not in known.anchors)
            ):
                dead.append(f"{path.relative_to(site)}: {link}")
    return dead


def build(site: Path) -> list[Page]:
    """Write the site into a folder, which is emptied first; raises `BadLink` where a link leads nowhere."""
    site = site.resolve()
    if site.exists() and not (site / "search-index.js").exists() and any(site.iterdir()):
        raise SystemExit(f"{site} holds something else than a built site")
    shutil.rmtree(site, ignore_errors=True)
    entries = navigation((DOCS / "README.md").read_text("utf-8"))
    template = Template((THEME / "page.html").read_text("utf-8"))
    pages = rendered()
    for page in pages:
        target = site / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(whole(page, entries, template), "utf-8")
        for asset in page.assets:
            copy = site / asset.removeprefix("docs/")
            if copy.is_relative_to(site) and (ROOT / asset).is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / asset, copy)
    for name in ("style.css", "site.js"):
        shutil.copyfile(THEME / name, site / name)
    (site / "search-index.js").write_text(search_index(pages), "utf-8")
    if dead := dead_links(site):
        raise BadLink("\n".join(dead))
    return pages


def main(arguments: list[str]) -> None:
    """Build the site and say where it is."""
    site = Path(arguments[0]) if arguments else ROOT / "build" / "site"
    try:
        pages = build(site)
    except BadLink as error:
        sys.exit(f"links that lead nowhere:\n{error}")
    print(f"{len(pages)} pages in {site}. Next: open {site / 'index.html'}")


if __name__ == "__main__":
    main(sys.argv[1:])
