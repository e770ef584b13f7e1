"""Wrong cuts that compile: each is on the review page for whoever looks, without a fold opened.

Every series here holds: the plan asks for it, the proof lets it pass, and the file still parses.
What is wrong is that its author meant something else; the page must show it.
"""

import ast
from dataclasses import dataclass

import chromium
import pytest
from review import page_of, reviewed

BODY = "".join(f"    step_{n} = work({n})\n" for n in range(20))

SHOP = f'''"""The shop."""

import json
import os

LIMIT = 10


def legacy_price(item):
    """The old price."""
{BODY}    return item


def price(item):
    """The price that everybody asks for."""
{BODY}    return item + LIMIT


# Rounds half up: the tax office checks this.
def rounded(value):
    return int(value + 0.5)


def legacy_stock(item):
{BODY}    return item


@audited
def stock(item):
{BODY}    return item


HOOKS = {{
    "price": price,
    "stock": stock,
    "rounded": rounded,
}}

register("legacy", legacy_stock)
register("stock", stock)


class Memory:
    def close(self):
        flush = True
        return flush


class Disk:
    def close(self):
        flush = True
        return flush


if os.name == "nt":
    def where():
        return "registry"
else:
    def where():
        return "/etc"


def ship(order):
    if order.paid:
        send(order)
    else:
        remind(order)
    return order
'''

FILES = {
    "shop.py": SHOP,
    "drop/old_api.py": "def old():\n    return 1\n",
    "drop/api.py": "def current():\n    return 2\n",
}


@dataclass(frozen=True)
class Planted:
    """A series with one wrong cut, and the words on the page that give it away."""

    edits: str
    tells: tuple[str, ...]


PLANTED = {
    # `through` was one definition too far: the price that everybody asks for went with the old one.
    "a neighbour is swallowed": Planted(
        "- delete: {from: {definition: legacy_price}, through: {definition: price}}\n  removes: ['.*price']",
        ("-def price(item):", "removes legacy_price, price"),
    ),
    # `until` the function, not the comment that belongs to it.
    "the survivor's comment is gone": Planted(
        "- delete: {from: {definition: price}, until: 'def rounded'}",
        ("-# Rounds half up: the tax office checks this.",),
    ),
    # The decorator of the next function is the range's last line.
    "the survivor's decorator is gone": Planted(
        "- delete: {from: {definition: legacy_stock}, until: '^def stock'}",
        ("-@audited",),
    ),
    # Two classes have the same lines; the second was meant.
    "the wrong twin": Planted(
        "- delete: {statement: 'flush = True', nth: 1}\n- replace: {text: 'return flush', nth: 1}\n  with: return None",
        ("in class Memory: › def close(self):",),
    ),
    # One arm of a platform switch for the other.
    "the wrong arm": Planted(
        "- replace: {text: 'return \"registry\"'}\n  with: return None",
        ('in if os.name == "nt": › def where():', '-        return "registry"'),
    ),
    # A name pattern that fits one more.
    "one name too many": Planted(
        "- delete: {definition: '(legacy_)?stock'}\n  count: 2",
        ("delete definition stock",),
    ),
    # An entry of a mapping that is still asked for.
    "the wrong entry": Planted(
        "- delete: {entry: '\"rounded\": '}",
        ('-    "rounded": rounded,',),
    ),
    # A call between two functions goes with them.
    "a statement between two cuts": Planted(
        "- delete: {from: {definition: stock}, through: 'register\\(\"stock\"'}\n  removes: [stock, HOOKS]",
        ("-HOOKS = {", '-register("legacy", legacy_stock)'),
    ),
    # The branch that was dead is kept, the live one goes.
    "the wrong branch is kept": Planted(
        "- unwrap: {statement: 'if order.paid'}\n  keep: else",
        ("-        send(order)", "+    remind(order)"),
    ),
    # A pathspec takes a file that is alive.
    "one file too many": Planted(
        "- delete_files: ['drop/*']\n  count: 2",
        ("drop/api.py", "-def current():"),
    ),
}


def steps(edits):
    rows = edits.split("\n")
    if "delete_files" not in edits:
        rows = ["- file: shop.py", "  edits:", *(f"    {row}" for row in rows)]
    held = "".join(f"      {row}\n" for row in rows)
    return f"steps:\n  - id: a\n    subject: retire the old ways\n    edits:\n{held}"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium.launched(tmp_path_factory.mktemp("profile")) as launched:
        yield launched


def test_there_are_ten():
    assert len(PLANTED) == 10


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_the_wrong_cut_compiles(tmp_path, planted):
    result = reviewed(tmp_path, FILES, steps(planted.edits))
    for path in result.steps[-1].after.paths():
        ast.parse(result.steps[-1].after.read(path))


@pytest.mark.skipif(chromium.missing() is not None, reason=str(chromium.missing()))
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_it_is_seen_without_opening_a_fold(browser, tmp_path, planted):
    target = tmp_path / "page.html"
    target.write_text(page_of(reviewed(tmp_path, FILES, steps(planted.edits))))
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    page.goto(target.as_uri())
    assert page.locator("details[open]").count() == 0
    seen = page.locator("section.step").inner_text()
    context.close()
    for words in planted.tells:
        assert words in seen
    for folded in ("step_9 = work(9)", "Mon Sep 17 00:00:00 2001"):  # of a fold, of the full patch
        assert folded not in seen
