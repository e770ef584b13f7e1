"""The review page in real headless Chromium: what is seen, the keys, the marks, without scripts, on paper."""

import re
import sys
from pathlib import Path

import chromium
import pytest
from review import page_of, reviewed

from patcher import build, load_plan
from patcher.report.page import document

pytestmark = pytest.mark.skipif(chromium.missing() is not None, reason=str(chromium.missing()))

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "specs" / "example"))

from make_tree import example_tree, write_tree  # noqa: E402

SIZES = {"desktop": (1360, 900), "narrow": (400, 800), "zoomed": (640, 450)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium.launched(tmp_path_factory.mktemp("profile")) as launched:
        yield launched


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    write_tree(example_tree().before, folder)
    return build(load_plan(ROOT / "specs" / "retire-etcd.yaml"), folder, output=None, plain=True)


@pytest.fixture(scope="module")
def file(job, tmp_path_factory):
    target = tmp_path_factory.mktemp("page") / "review.html"
    target.write_text(page_of(job), encoding="utf-8")
    return target


class Seen:
    """A page that was opened, with all that it asked for and complained of."""

    def __init__(self, context, file):
        self.context = context
        self.page = context.new_page()
        self.asked, self.said = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(file.as_uri())

    def press(self, keys):
        for key in keys:
            self.page.keyboard.press(key)

    def cut(self):
        return self.page.evaluate("document.querySelector('article.here')?.id")


@pytest.fixture
def look(browser):
    contexts = []

    def look(file, size="desktop", **options):
        width, height = SIZES[size]
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        return Seen(contexts[-1], file)

    yield look
    for context in contexts:
        context.close()


def test_the_page_asks_for_nothing_and_its_policy_is_kept(look, file):
    seen = look(file)
    seen.press("jjoev")
    assert seen.asked == [file.as_uri()]
    assert seen.said == []


def test_the_policy_lets_no_other_script_or_style_in(look, file):
    seen = look(file)
    seen.page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.stolen = 1';
        document.body.append(script);
        const image = new Image();
        image.src = 'https://example.org/x.png';
        document.body.setAttribute('style', 'display:none');
    }""")
    assert seen.page.evaluate("window.stolen") is None
    assert seen.page.evaluate("getComputedStyle(document.body).display") != "none"
    assert len([line for line in seen.said if "Content Security Policy" in line]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(look, file, size, scheme):
    if not chromium.AXE.exists():
        pytest.skip("axe-core is not installed: make node (needs npm)")
    seen = look(file, size, color_scheme=scheme, bypass_csp=True)
    seen.press("jov")
    seen.page.evaluate(chromium.AXE.read_text())
    found = seen.page.evaluate(f"axe.run({{runOnly: {RULES}, resultTypes: ['violations']}})")
    assert found["passes"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(look, file, size):
    seen = look(file, size)
    seen.press("joe")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]


def test_landmarks_language_and_a_way_past_the_navigation(look, file):
    page = look(file).page
    assert page.evaluate("document.documentElement.lang") == "en"
    for landmark in ("nav", "main", "main header"):
        assert page.locator(landmark).count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the review"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_j_and_k_go_from_cut_to_cut_and_brackets_from_step_to_step(look, file):
    seen = look(file)
    seen.press("j")
    assert seen.cut() == "s1c1"
    seen.press("jj")
    assert seen.cut() == "s1c3"
    seen.press("k")
    assert seen.cut() == "s1c2"
    assert seen.page.evaluate("document.activeElement.id") == "s1c2"
    seen.press("]")
    assert seen.cut() == "s2c1"
    seen.press("]]]]")
    assert seen.cut() == "s4c1"
    seen.press("[")
    assert seen.cut() == "s3c1"
    assert seen.page.locator("nav a[aria-current]").get_attribute("href") == "#s3"


def test_the_cut_that_is_gone_to_is_on_the_screen(look, file):
    seen = look(file, "narrow")
    for _ in range(12):
        seen.press("j")
        box = seen.page.locator("article.here h4").bounding_box()
        header = seen.page.locator("nav").bounding_box()["height"]
        assert header <= box["y"] < SIZES["narrow"][1]


def test_o_opens_the_folds_with_their_lines_and_numbers(look, file, job):
    seen = look(file)
    seen.press("jjjo")
    fold = seen.page.locator("article.here details[data-n]")
    assert fold.evaluate("fold => fold.open")
    rows = fold.locator("pre > s")
    first, count = int(fold.get_attribute("data-n")), rows.count()
    before = next(d.change.before for d in job.steps[0].diffs).decode().split("\n")
    assert rows.all_text_contents() == ["-" + line for line in before[first - 1 : first - 1 + count]]
    assert rows.last.get_attribute("data-n") == str(first + count - 1)
    seen.press("o")
    assert not fold.evaluate("fold => fold.open")
    fold.locator("summary").click()
    assert rows.count() == count


def test_e_shows_ten_more_kept_lines_on_either_side(look, file, job):
    seen = look(file)
    seen.press("jj")
    more = seen.page.locator(".hole:has(article.here) .more")
    assert [more.nth(n).is_visible() for n in range(2)] == [False, False]
    seen.press("e")
    before = next(d.change.before for d in job.steps[0].diffs).decode().split("\n")
    for n in range(2):
        rows = more.nth(n).locator("b")
        first = int(rows.first.get_attribute("data-n"))
        assert rows.all_text_contents() == [" " + line for line in before[first - 1 : first + 9]]
        assert rows.first.is_visible()
    seen.press("e")
    assert not more.first.is_visible()


def test_a_reviewed_mark_is_kept_and_v_goes_on(look, file):
    seen = look(file)
    seen.press("jvv")
    assert seen.cut() == "s1c3"
    assert seen.page.locator("#s1c1 input").is_checked()
    assert "2 of 37 reviewed" in seen.page.locator("nav li").first.text_content()
    keys = seen.page.evaluate("Object.keys(localStorage)")
    assert keys == ["patcher:review:" + seen.page.evaluate("document.documentElement.dataset.plan")]
    seen.page.reload()
    assert seen.page.locator("article.seen").count() == 2
    seen.page.locator("#s1c2 input").uncheck()
    seen.page.reload()
    assert seen.page.evaluate("[...document.querySelectorAll('.seen')].map(cut => cut.id)") == ["s1c1"]


def test_a_mark_is_lost_where_the_cut_changes(look, tmp_path):
    steps = (
        "steps:\n  - {id: a, subject: a, edits: [{delete: {line: '^x'}, file: a.txt},"
        " {delete: {line: '^y'}, file: b.txt}]}\n"
    )
    target = tmp_path / "page.html"
    marks = []
    for number, text in enumerate(("one", "two")):
        files = {"a.txt": f"a\nx {text}\nb\n", "b.txt": "a\ny\nb\n"}
        result = reviewed(tmp_path / str(number), files, steps)
        target.write_text(page_of(result))
        marks.append(re.findall(r"data-r=(\w+)", page_of(result)))
    assert marks[0][0] != marks[1][0]
    assert marks[0][1] == marks[1][1]


def test_the_filter_hides_what_does_not_match(look, file):
    seen = look(file)
    seen.press("/")
    seen.page.keyboard.type("etcd_locks_7")
    assert seen.page.locator("#told").text_content() == "1 of 64 cuts"
    assert not seen.page.locator("#s1c1").is_visible()
    seen.press(["Escape"])
    assert seen.page.locator("#s1c1").is_visible()
    seen.press("/")
    seen.page.keyboard.type("ctl.py")
    assert seen.page.locator("section.file:visible").count() == 1
    seen.page.keyboard.press("Escape")
    seen.press("?")
    assert seen.page.locator("dialog").is_visible()
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator("dialog").is_visible()


def test_the_review_is_copied_as_markdown(look, file):
    seen = look(file, permissions=["clipboard-read", "clipboard-write"])
    seen.press("jv")
    seen.page.locator("#copy").click()
    seen.page.wait_for_function("document.getElementById('told').textContent !== ''")
    text = seen.page.evaluate("navigator.clipboard.readText()")
    rows = text.split("\n")
    assert rows[0] == "# Review of retire-etcd: 1 of 64 cuts reviewed"
    assert rows[2].startswith("- plan sha256:")
    assert "- [x] shakenfist/mariadb.py 9 delete import etcd" in rows
    assert sum(row.startswith("- [ ] ") for row in rows) == 63
    assert "## 3 0c config, ctl: drop what is left of etcd" in rows


def saved(seen, name):
    from playwright.sync_api import TimeoutError as PlaywrightTimeout

    link = seen.page.locator(f'a[download="{name}"]')
    for last in (False, False, True):  # a browser that is busy loses a click now and then
        try:
            with seen.page.expect_download(timeout=20_000) as download:
                link.click()
            return Path(download.value.path()).read_bytes()
        except PlaywrightTimeout:
            if last:
                raise
    raise AssertionError(name)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_patch_is_saved_byte_for_byte(look, file, job, scripts):
    seen = look(file, java_script_enabled=scripts)
    for step in job.steps:
        assert saved(seen, step.patch.name) == step.patch.data


ODD = b"keep\r\nx \xff\xfe \xe2\x80\xae \x1b[0m \x00\x0b &amp; <b> %41  two  blanks \t\r\nx last"


def test_a_patch_of_odd_bytes_is_saved_by_the_script_too(look, tmp_path, monkeypatch):
    monkeypatch.setattr(document, "LINKED", 0)
    steps = "steps:\n  - {id: a, subject: 'odd ü', edits: [{delete_files: [odd.txt]}]}\n"
    data = ODD.replace(b"\x00", b"\x01")
    result = reviewed(tmp_path, {"odd.txt": data, "z": "z\n"}, steps)
    target = tmp_path / "page.html"
    target.write_text(page_of(result))
    seen = look(target)
    assert saved(seen, result.steps[0].patch.name) == result.steps[0].patch.data
    assert seen.said == []


def test_without_scripts_all_is_there_to_read(look, file, job):
    page = look(file, java_script_enabled=False).page
    assert page.locator("#filter").is_hidden()
    page.locator("#s1c3 summary").click()
    page.locator("#s1c3 details a").click()
    lines = page.locator("pre s:target")
    assert lines.is_visible()
    assert "def ensure_data_migrations(session):" in lines.text_content()
    assert page.locator("#p1").text_content() == job.steps[0].patch.data.decode()


def test_the_text_of_a_patch_on_the_page_is_the_patch(look, file, job):
    page = look(file).page
    for number, step in enumerate(job.steps, 1):
        assert page.locator(f"#p{number}").text_content() == step.patch.data.decode()


def test_on_paper_folds_stay_folded_and_pages_are_few(browser, file):
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    data = page.pdf(format="A4", print_background=True)
    context.close()
    pages = max(map(int, re.findall(rb"/Count (\d+)", data)))
    assert 4 <= pages <= 12


def test_dark_and_light_differ(look, file):
    colors = {
        scheme: look(file, color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }
    light, dark = (sum(map(int, re.findall(r"\d+", colors[scheme])[:3])) for scheme in ("light", "dark"))
    assert light > 600 > 200 > dark
