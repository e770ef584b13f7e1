"""The review page as bytes: what it holds, that it is whole, that nothing of a tree gets out of it."""

import base64
import hashlib
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from review import page_of, reviewed, words_of

from patcher import build, load_plan
from patcher.report.page import document
from patcher.report.page.holes import holes_of
from patcher.report.page.lines import Text
from patcher.report.page.model import Blank, Cut, Fold, Kept, Line
from patcher.report.page.patches import data_uri
from patcher.report.page.text import attribute, shown

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "specs" / "example"))

from make_tree import example_tree, write_tree  # noqa: E402


@pytest.fixture(scope="module")
def job(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    write_tree(example_tree().before, folder)
    return build(load_plan(ROOT / "specs" / "retire-etcd.yaml"), folder, output=None, plain=True)


@pytest.fixture(scope="module")
def page(job):
    return page_of(job)


def steps(edits, **more):
    rows = ["steps:", "  - id: one", "    subject: one", "    edits:"]
    rows += [f"      {row}" for row in edits.strip("\n").split("\n")]
    rows += [f"    {key}: {value}" for key, value in more.items()]
    return "\n".join(rows) + "\n"


def test_the_same_run_gives_the_same_bytes(job, page):
    assert page_of(job) == page


def test_the_whole_job_stays_small(page):
    assert len(page.encode()) <= 400 * 1024


def test_a_page_asks_for_nothing_and_lets_nothing_in(page):
    outside = re.sub(r'href="data:[^"]*"', "", page)
    outside = re.sub(r"<pre.*?</pre>", "", outside, flags=re.DOTALL)
    assert not re.search(r"(?:src|srcset|action|poster|data|cite)\s*=\s*[\"']?\s*(?:https?:|//)", outside)
    assert not re.search(r"\b(?:url\(|@import|fetch\(|XMLHttpRequest|import\()", outside)
    assert "<link" not in outside
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", outside)


def test_the_policy_names_the_style_and_the_script_by_their_hashes(page):
    policy = re.search(r'Content-Security-Policy content="([^"]*)"', page)[1]
    for kind in ("style", "script"):
        text = re.search(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


class Shape(HTMLParser):
    """Collects ids, links to them, and whether elements are closed in the order that they were opened."""

    void = frozenset({"meta", "input", "br"})
    open_ended = frozenset({"li", "dt", "dd", "p", "td", "th", "tr", "thead", "tbody"})

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.stack = [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if found.get("href", "").startswith("#") and len(found["href"]) > 1:
            self.links.append(found["href"][1:])
        if tag not in self.void:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.void:
            self.stack.pop()

    def handle_endtag(self, tag):
        while self.stack and self.stack[-1] != tag and self.stack[-1] in self.open_ended:
            self.stack.pop()
        assert self.stack, tag
        assert self.stack.pop() == tag


def test_elements_are_closed_and_links_lead_somewhere(page):
    shape = Shape()
    shape.feed(page)
    shape.close()
    assert len(shape.ids) == len(set(shape.ids))
    assert set(shape.links) <= set(shape.ids)
    assert shape.stack == []


def test_every_patch_can_be_saved_byte_for_byte(job, page):
    found = re.findall(r'download="([^"]*)" href="(data:[^"]*)"', page)
    assert [name for name, _ in found] == [step.patch.name for step in job.steps]
    for (_, uri), step in zip(found, job.steps, strict=True):
        assert unquote_to_bytes(uri.partition(",")[2]) == step.patch.data


@pytest.mark.parametrize("data", [bytes(range(256)), b"a  b \r\n\t%41&amp;\"'<>#\n", "é\u202e".encode()])
def test_a_link_holds_any_bytes(data):
    uri = data_uri(data)
    assert re.fullmatch(r"data:text/x-patch,[ -~]*", uri)
    assert not set('"&#<\n\t') & set(uri)
    assert unquote_to_bytes(uri.partition(",")[2]) == data


def test_every_line_that_goes_or_comes_is_in_one_cut(job):
    for position, step in enumerate(job.steps, 1):
        for file, diff in zip(holes_of(step, position), step.diffs, strict=True):
            parts = [part for hole in file.holes for part in hole.cuts]
            assert sum(len(cut.lines) for cut in parts if cut.lines) == diff.deleted
            assert sum(_count(cut, "-") for cut in parts) == diff.deleted
            assert sum(_count(cut, "+") for cut in parts) == diff.added


def _count(cut, sign):
    sizes = {Line: lambda _: 1, Blank: lambda item: item.count, Fold: lambda item: item.count}
    return sum(sizes[type(item)](item) for item in cut.items if item.sign == sign)


def test_every_fold_leads_to_its_own_lines_of_the_patch(job, page):
    checked = 0
    for match in re.finditer(
        r"<details data-n=(\d+)><summary>([\d,]+) lines? folded.*?<a href=#(p\d+m\d+)>", page
    ):
        first, count = int(match[1]), int(match[2].replace(",", ""))
        lines = words_of(re.search(rf"<(s|ins) id={match[3]}>(.*?)</\1>", page, re.DOTALL)[2])
        rows = lines.removesuffix("\n").split("\n")
        assert len(rows) == count
        assert all(row.startswith("-") for row in rows)
        step = job.steps[int(match[3][1]) - 1]
        befores = [d.change.before.decode().split("\n") for d in step.diffs if d.change.before]
        assert any([row[1:] for row in rows] == before[first - 1 : first - 1 + count] for before in befores)
        checked += 1
    assert checked > 30


def test_the_kept_lines_that_can_be_asked_for_are_kept(job):
    for position, step in enumerate(job.steps, 1):
        for file in holes_of(step, position):
            gone = {n for hole in file.holes for cut in hole.cuts if cut.lines for n in _numbers(cut.lines)}
            for hole in file.holes:
                assert not gone & {line.number for line in (*hole.more_above, *hole.more_below)}


def _numbers(lines):
    return range(lines.first_line, lines.last_line + 1)


CODE = (
    "import os\n\n\ndef one():\n    return 1\n\n\ndef two():\n    return 2\n\n\ndef three():\n    return 3\n"
)


def test_a_hole_is_two_kept_lines_its_cut_two_kept_lines_and_the_seam(tmp_path):
    result = reviewed(tmp_path, {"a.py": CODE}, steps("- delete: {definition: two}\n  file: a.py"))
    (file,) = holes_of(result.steps[0], 1)
    (hole,) = file.holes
    assert hole.above == (Line(" ", 4, "def one():"), Line(" ", 5, "    return 1"))
    (cut,) = hole.cuts
    assert cut.items == (Blank("-", 2), Line("-", 8, "def two():"), Line("-", 9, "    return 2"))
    assert hole.below == (Blank(" ", 2), Line(" ", 12, "def three():"), Line(" ", 13, "    return 3"))
    assert [getattr(item, "text", None) for item in hole.seam] == [
        "def one():", "    return 1", None, "def three():", "    return 3",
    ]  # fmt: skip
    assert hole.seam[-1].number == 9


def test_cuts_with_few_kept_lines_between_them_are_one_hole(tmp_path):
    edits = "- delete: {definition: 'one|three'}\n  file: a.py\n  count: 2"
    result = reviewed(tmp_path, {"a.py": CODE}, steps(edits))
    (file,) = holes_of(result.steps[0], 1)
    (hole,) = file.holes
    assert [type(part) for part in hole.parts] == [Cut, Kept, Cut]
    assert [item.text for item in hole.parts[1].items if isinstance(item, Line)] == [
        "def two():",
        "    return 2",
    ]


def test_requests_that_touch_are_cuts_of_their_own(tmp_path):
    edits = "- delete: {definition: one}\n  file: a.py\n- delete: {definition: two}\n  file: a.py"
    result = reviewed(tmp_path, {"a.py": CODE}, steps(edits))
    (file,) = holes_of(result.steps[0], 1)
    cuts = file.holes[0].cuts
    assert [cut.asked[0].range.located.label for cut in cuts] == ["one", "two"]
    assert [str(cut.lines) for cut in cuts] == ["2-5", "6-9"]


def test_what_a_replacement_changes_inside_a_line_is_marked(tmp_path):
    edits = "- replace: {text: 'return 2'}\n  with: 'return 22'\n  file: a.py"
    result = reviewed(tmp_path, {"a.py": CODE}, steps(edits))
    assert "-    return 2</s>" in page_of(result)
    assert "+    return 2<mark>2</mark></ins>" in page_of(result)


def test_what_encloses_a_cut_is_named(tmp_path):
    code = "class A:\n    def go(self):\n        a = 1\n        b = 2\n        c = 3\n        return a + c\n"
    result = reviewed(tmp_path, {"a.py": code}, steps("- delete: {statement: 'b = 2'}\n  file: a.py"))
    (file,) = holes_of(result.steps[0], 1)
    assert file.holes[0].inside == ("class A:", "def go(self):")


@pytest.mark.parametrize(
    ("path", "text", "line", "headers"),
    [
        ("a.md", "# A\n\n## B\n\none\n\n## C\n\ntwo\n", 9, ("# A", "## C")),
        ("a.toml", "[a]\nx = 1\n[b]\nx = 1\n", 4, ("[b]",)),
        ("a.c", "int f(void)\n{\n\tif (x) {\n\t\ty();\n\t}\n}\n", 4, ("int f(void)", "if (x) {")),
    ],
)
def test_headers_of_other_languages(path, text, line, headers):
    assert Text(path, text.encode()).inside(line) == headers


def test_lines_of_a_fold_at_its_outer_depth_are_seen(tmp_path):
    body = "".join(f"    x{n} = {n}\n" for n in range(9))
    code = f"A = 1\n# begin\ndef one():\n{body}\n\nREGISTER = one\n\n\ndef two():\n{body}# end\nB = 2\n"
    edits = "- delete: {from: '^# begin', through: '^# end'}\n  file: a.py\n  removes: ['.*']"
    result = reviewed(tmp_path, {"a.py": code}, steps(edits))
    (cut,) = holes_of(result.steps[0], 1)[0].holes[0].cuts
    (fold,) = [item for item in cut.items if isinstance(item, Fold)]
    assert [line.text for line in fold.peeks] == ["REGISTER = one", "def two():"]


HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>\u202eevil\x1b[31m\u200b \xa0\x07"


def test_nothing_of_a_tree_or_a_plan_is_markup(tmp_path):
    code = f"a = 1\n# {HOSTILE}\nb = 2\n"
    path = "x&<b>'\" \u202ey.txt"
    edits = "- delete: {line: 'alert'}\n  file: \"x&<b>'\\\" \\u202Ey.txt\""
    more = {"body": '"<b onclick=x>body</b> & \\u202E"'}
    page = page_of(reviewed(tmp_path, {path: code}, steps(edits, **more)))
    for raw in ("<script>alert", "<img", "<b onclick", "\u202e", "\x1b", "\u200b", "\xa0", "\x07"):
        assert raw not in page
    assert "\\u202e" in page
    assert "\\x1b" in page
    shape = Shape()
    shape.feed(page)
    assert shape.stack == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a<b>&c", "a&lt;b>&amp;c"),
        ("naïve 文字 😀", "naïve 文字 😀"),
        ("\u202e", "<i class=u data-b=e280ae>\\u202e</i>"),
        ("\r", "<i class=u data-b=0d>\\r</i>"),
        ("\x00", "<i class=u data-b=00>\\x00</i>"),
        ("\udcff", "<i class=u data-b=ff>\\xff</i>"),
        ("\u3164", "<i class=u data-b=e385a4>\\u3164</i>"),
        ("\ufeff", "<i class=u data-b=efbbbf>\\ufeff</i>"),
        ("\xa0", "<i class=u data-b=c2a0>\\u00a0</i>"),
        ("\ufe0f", "<i class=u data-b=efb88f>\\ufe0f</i>"),
        ("\U000e0041", "<i class=u data-b=f3a08181>\\U000e0041</i>"),
    ],
)
def test_what_cannot_be_seen_is_shown(text, html):
    assert shown(text) == html


def test_attributes_cannot_be_left():
    assert attribute('a"b<c>&\u202e') == "a&quot;b&lt;c>&amp;\\u202e"


def test_the_worst_news_comes_first(tmp_path):
    far = "# one\n" + "a = 1\n" * 40 + "b = 2\n" + "a = 1\n" * 40
    text = """\
steps:
  - {id: calm, subject: calm, edits: [{delete: {line: '^# one'}, file: a.txt}]}
  - {id: drifted, subject: drifted, edits: [{delete: {line: '^b = 2'}, file: a.txt, near: 1}]}
"""
    page = page_of(reviewed(tmp_path, {"a.txt": far}, text))
    table = re.search(r"<section id=steps>.*?</section>", page, re.DOTALL)[0]
    assert table.index("drifted") < table.index("calm")
    assert "39 lines from its hint 1" in words_of(page)


def test_what_was_not_run_is_called_so_and_counts_stand_before_and_after(tmp_path):
    text = steps(
        "- delete: {line: '^b'}\n  file: a.txt",
        checks="[{absent: '^b'}, {run: 'exit 1'}]",
    )
    page = page_of(reviewed(tmp_path, {"a.txt": "a\nb\nc\nd\n"}, text))
    assert "absent <code>^b</code><td>1<td>0<td>holds" in page
    assert "run <code>exit 1</code><td><td><td><i>not run</i>" in page
    assert "1 command not run" in words_of(page)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ("- create_file: new.txt\n  with: |\n    one\n    two", "created"),
        ("- rename_file: {from: a.txt, to: b.txt}", "renamed"),
        ("- chmod: {files: [a.txt], mode: 755}", "mode 644 to 755"),
        ("- delete_files: [a.txt]", "deleted"),
        ("- insert: {at: end}\n  with: four\n  file: a.txt", "insert"),
        ("- move: {line: '^one'}\n  to: {after: {line: '^three'}}\n  file: a.txt", "move here line"),
    ],
)
def test_every_action_is_drawn(tmp_path, edit, words):
    result = reviewed(tmp_path, {"a.txt": "one\ntwo\nthree\n", "z.txt": "z\n"}, steps(edit))
    page = page_of(result)
    assert words in words_of(page)
    assert "<article id=s1c1 " in page
    assert "changes along" not in page


def test_binary_files_and_files_without_a_last_newline(tmp_path):
    files = {"a.bin": b"\0\1\2", "b.txt": "one\ntwo"}
    edits = "- delete_files: [a.bin]\n- delete: {line: '^two'}\n  file: b.txt"
    page = page_of(reviewed(tmp_path, files, steps(edits)))
    assert "deleted, binary" in page
    assert "-two<i class=u>no newline at the end</i></s>" in page


def test_a_carriage_return_is_shown_where_it_is_not_the_files_way(tmp_path):
    edits = "- delete: {line: '^two'}\n  file: a.txt"
    same = page_of(reviewed(tmp_path / "same", {"a.txt": "one\r\ntwo\r\nthree\r\n"}, steps(edits)))
    mixed = page_of(reviewed(tmp_path / "mixed", {"a.txt": "one\ntwo\r\nthree\n"}, steps(edits)))
    assert "<s data-n=2>-two</s>" in same
    assert "<s data-n=2>-two<i class=u data-b=0d>\\r</i></s>" in mixed


def test_a_large_series_is_saved_by_the_script(job, monkeypatch):
    monkeypatch.setattr(document, "LINKED", 10)
    page = page_of(job)
    assert "data:text" not in page
    assert page.count("href=# class=js>Save</a>") == len(job.steps)


def test_only_one_step_is_drawn_where_it_is_asked_for(job):
    page = page_of(job, only="0c")
    assert re.findall(r"<section class=step id=(s\d+)", page) == ["s3"]
    shape = Shape()
    shape.feed(page)
    assert set(shape.links) <= set(shape.ids)


def test_the_manual_knows_the_keys_and_the_bound():
    manual = (ROOT / "docs" / "review.md").read_text()
    script = (ROOT / "patcher" / "report" / "page" / "script.js").read_text()
    keys = re.search(r"const keys = \{(.*?)\n  \};", script, re.DOTALL)[1]
    known = re.findall(r'(?:^|[{,])\s*"?([a-z\]\[/?])"?:', keys, re.MULTILINE)
    assert set(known) == set("jk][oev/?")
    table = re.search(r"\| key \| does \|\n(.*?)\n\n", manual, re.DOTALL)[1]
    assert set(re.findall(r"`(.)`", table)) == set(known)
    assert f"{document.LINKED:,} bytes" in manual


def test_a_comment_that_could_belong_to_either_side_is_news(tmp_path):
    code = "A = 1\n\n\ndef one():\n    return 1\n\n\n# Shared notes.\n\n\ndef two():\n    return 2\n"
    result = reviewed(tmp_path, {"a.py": code}, steps("- delete: {definition: two}\n  file: a.py"))
    doubts = [doubt for edit in result.steps[0].edits for row in edit.ranges for doubt in row.doubts]
    words = words_of(page_of(result))
    assert len(doubts) == 1
    assert "1 comment could belong to either side: a.py:8 stays" in words
    assert f"8 stays: {doubts[0].why.replace('`', '')}" in words


def test_members_are_counted_with_what_holds_them(tmp_path):
    code = "class A:\n    x = 1\n\n    def go(self):\n        return 1\n\n\ndef two():\n    return 2\n\n\nB = 1\n"
    edits = "- delete: {definition: 'A|two'}\n  count: 2\n  file: a.py"
    page = page_of(reviewed(tmp_path, {"a.py": code}, steps(edits)))
    ledger = re.search(r"<h3 class=part>Ledger</h3>(.*?)</dl>", page, re.DOTALL)[1]
    assert "A with 2 members, two" in words_of(ledger)
    assert "<b>removes" not in page


def test_what_goes_without_a_name_of_its_own_is_marked(tmp_path):
    edits = "- delete: {from: {definition: one}, through: {definition: two}}\n  removes: ['.*']\n  file: a.py"
    code = CODE.replace("def two", "X = 1\n\n\ndef two")
    page = page_of(reviewed(tmp_path, {"a.py": code}, steps(edits)))
    ledger = re.search(r"<h3 class=part>Ledger</h3>(.*?)</dl>", page, re.DOTALL)[1]
    assert "one, X (line 8, only by removes), two" in words_of(ledger)
    assert "only removes lets these go, no selector names them: X" in words_of(page)


def test_definitions_of_several_files_stand_below_their_files(tmp_path):
    files = {"a/x.py": "def one():\n    pass\n", "a/y.py": "def two():\n    pass\n", "z.py": "Z = 1\n"}
    page = page_of(reviewed(tmp_path, files, steps("- delete_files: ['a/*']\n  count: 2")))
    assert "<code>a/x.py</code>: <code>one</code><br><code>a/y.py</code>: <code>two</code>" in page


def test_further_kept_lines_end_where_the_next_hole_begins(tmp_path):
    text = "".join(f"{n}\n" for n in range(1, 41))
    edits = "- delete: {line: '^(10|18)$'}\n  count: 2\n  file: a.txt"
    (file,) = holes_of(reviewed(tmp_path, {"a.txt": text}, steps(edits)).steps[0], 1)
    first, second = file.holes
    assert [line.number for line in first.more_below] == [13, 14, 15, 16, 17]
    assert [line.number for line in second.more_above] == [11, 12, 13, 14, 15]


def test_a_fold_behind_a_missing_newline_leads_to_its_lines(tmp_path):
    new = "".join(f"line {n}\n" for n in range(40))
    edits = "- replace: {line: '^two'}\n  with: |\n" + "".join(f"    {row}\n" for row in new.splitlines())
    page = page_of(reviewed(tmp_path, {"a.txt": "one\ntwo"}, steps(edits + "  file: a.txt")))
    name = re.search(r"<a href=#(p1m\d+)>", page)[1]
    rows = words_of(re.search(rf"<ins id={name}>(.*?)</ins>", page, re.DOTALL)[1]).splitlines()
    assert rows == [f"+line {n}" for n in range(2, 38)]
