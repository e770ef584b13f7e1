"""The manual as a site: it builds, its links lead somewhere, its search finds, and it asks for nothing."""

import json
import sys
from pathlib import Path

import chromium
import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))

import website  # noqa: E402

from patcher.codes import CODES  # noqa: E402

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    website.build(folder)
    return folder


def test_every_page_is_there_and_no_link_is_dead(site):
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {"index.html", "tutorial.html", "codes/index.html", "codes/bad-regex.html"} <= pages
    assert len(pages) >= len(list((ROOT / "docs").rglob("*.md")))
    assert website.dead_links(site) == []


def test_every_page_of_the_manual_is_in_the_navigation():
    listed = {entry.source for entry in website.navigation((ROOT / "docs" / "README.md").read_text())}
    own = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")}
    assert own - listed == {"docs/README.md"}


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("other.html", []),
        ("other.html#here", []),
        ("#top", []),
        ("https://example.org/x", []),
        ("third.html", ["page.html: third.html"]),
        ("other.html#there", ["page.html: other.html#there"]),
        ("#there", ["page.html: #there"]),
        ("../outside.html", ["page.html: ../outside.html"]),
        ("folder", ["page.html: folder"]),
    ],
)
def test_a_dead_link_is_found(tmp_path, link, dead):
    site = tmp_path / "site"
    (site / "folder").mkdir(parents=True)
    (tmp_path / "outside.html").write_text("")
    (site / "other.html").write_text('<h2 id="here">x</h2>')
    (site / "page.html").write_text(f'<h1 id="top">x</h1><a href="{link}">y</a>')
    assert website.dead_links(site) == dead


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(SystemExit):
        website.build(tmp_path)
    assert (tmp_path / "mine").read_text() == "x"


def test_headings_of_one_name_have_anchors_of_their_own():
    page = website.render_page("docs/x.md", "# A `b`\n\n## A b\n\ntext\n\n## A b\n")
    assert [section.anchor for section in page.sections] == ["a-b", "a-b-1", "a-b-2"]
    assert page.sections[1].text == "text"


@pytest.mark.parametrize(
    ("source", "link", "goal"),
    [
        ("docs/x.md", "y.md#z", "y.html#z"),
        ("docs/codes/x.md", "../y.md", "../y.html"),
        ("docs/x.md", "codes/README.md", "codes/index.html"),
        ("docs/x.md", "../ARCHITECTURE.md", "architecture.html"),
        ("docs/x.md", "https://example.org/y.md", "https://example.org/y.md"),
    ],
)
def test_links_between_pages(source, link, goal):
    assert f'href="{goal}"' in website.render_page(source, f"[x]({link})").body


def test_markup_in_the_text_is_text():
    page = website.render_page("docs/x.md", "# <b>x</b>\n\n<script>y</script>\n\n```text <i>\n<u>\n```\n")
    assert not any(tag in page.body for tag in ("<b>", "<script>", "<i>", "<u>"))


def test_the_index_has_every_code(site):
    text = (site / "search-index.js").read_text("utf-8")
    rows = json.loads(text.removeprefix("SITE.index = ").removesuffix(";\n"))
    assert {heading for _, _, heading, _ in rows} >= set(CODES)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if chromium.missing():
        pytest.skip(str(chromium.missing()))
    with chromium.launched(tmp_path_factory.mktemp("profile")) as launched:
        yield launched


@pytest.fixture
def look(browser, site):
    opened = []

    def at(path, width=1280, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("console", lambda message: page.wrong.append(message.text))
        page.goto((site / path).as_uri())
        opened.append(page)
        return page

    yield at
    for page in opened:
        page.close()


def test_the_search_finds_a_code_and_leads_to_it(look, site):
    page = look("codes/bad-regex.html")
    page.keyboard.press("/")
    page.keyboard.type("anchor-ambig")
    page.wait_for_selector("#found a")
    assert page.text_content("#found a b") == "anchor-ambiguous"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/codes/anchor-ambiguous.html")
    assert page.text_content("h1 code") == "anchor-ambiguous"
    assert page.wrong == []
    assert all(url.startswith(site.as_uri()) for url in page.asked)


def test_the_search_wants_every_word(look):
    page = look("index.html")
    page.fill("#search", "blank_lines nowhereatall")
    page.wait_for_selector("#found:not([hidden])")
    assert page.text_content("#found") == "Nothing has all of these words."
    page.fill("#search", "blank lines neighbour")
    page.wait_for_selector("#found a")
    assert page.text_content("#found a small") == "Edits"


@pytest.mark.parametrize("path", ["index.html", "tutorial.html", "keys.html", "refusals.html"])
def test_a_narrow_screen_needs_no_scrolling_sideways(look, path):
    page = look(path, width=400)
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    assert not page.is_visible("nav li a")
    page.click("nav summary")
    assert page.is_visible("nav li a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "tutorial.html", "selectors.html", "keys.html", "why.html"])
def test_axe_finds_nothing(look, path, scheme):
    if not chromium.AXE.exists():
        pytest.skip("axe-core is not installed: make node (needs npm)")
    page = look(path, scheme=scheme)
    page.fill("#search", "count")
    page.wait_for_selector("#found a")
    page.evaluate(chromium.AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {RULES}, resultTypes: ['violations']}})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
