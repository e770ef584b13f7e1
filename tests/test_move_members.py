"""A member that moves between JSON objects: what `json` reads afterwards is what it read, one member elsewhere."""

import json
import re

from hypothesis import assume, given
from hypothesis import strategies as st

from patcher.directory import DirectoryReader
from patcher.pipeline import Base, run_plan
from patcher.results import BaseInfo
from patcher.spec import parse_plan
from patcher.tree import Tree

HEAD = "patcher: 1\nplan: p\ntitle: t\ndate: 2026-01-31T12:00:00+00:00\nauthor: {name: A, email: a@example.org}\nsteps:\n  - id: a\n    subject: s\n    edits:\n"
VALUES = st.one_of(st.integers(0, 9), st.just([]), st.just([1, {"n": 2}]), st.just({}), st.just({"k": [3]}))
NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=4)
OBJECTS = NAMES.flatmap(lambda names: st.fixed_dictionaries({f"m{name}": VALUES for name in names}))


def moved(document, source, target, before):
    """Return the document with one member, by its object and its name, beside another one."""
    (home, name), (place, other) = source, target
    value = document[home].pop(name)
    members = []
    for key, each in document[place].items():
        members += [(name, value), (key, each)] if key == other and before else [(key, each)]
        members += [(name, value)] if key == other and not before else []
    document[place] = dict(members)
    return document


def result_of(folder, text, source, target, before):
    (folder / "a.json").write_text(text)
    side = "before" if before else "after"
    edit = f"      - move: {{definition: {'.'.join(source)}}}\n        to: {{{side}: {{definition: {'.'.join(target)}}}}}\n        file: a.json\n"
    reader = DirectoryReader(str(folder))
    base = Base(str(folder), Tree(reader), BaseInfo(tree=reader.root, hash=reader.hash), None)
    result = run_plan(parse_plan((HEAD + edit).encode(), "p.yaml"), base)
    return result, result.steps[-1].after.read("a.json").decode() if result.steps else ""


@given(OBJECTS, OBJECTS, st.data(), st.booleans(), st.sampled_from([None, 2, "\t"]))
def test_a_member_that_moves_is_the_only_one_that_does(tmp_path_factory, one, two, data, before, indent):
    document = {"x": one, "y": two}
    source = ("x", data.draw(st.sampled_from(list(one))))
    target = data.draw(st.sampled_from([(k, name) for k in document for name in document[k]]))
    assume(source != target and (target[0] == "x" or source[1] not in two))
    wanted = moved(json.loads(json.dumps(document)), source, target, before)
    text = json.dumps(document, indent=indent) + "\n"
    result, given_text = result_of(tmp_path_factory.mktemp("t"), text, source, target, before)
    codes = {problem.code for problem in result.problems}
    if list(map(list, wanted.values())) == list(map(list, document.values())):
        assert codes == {"no-change"} or (indent is None and codes)
    elif indent is None:
        assert codes == {"shares-line"}
    else:
        assert not codes
        assert json.loads(given_text) == wanted
        closed = re.sub(
            r"\{\s+\}", "{}", given_text
        )  # an object that loses its only member stays on its lines
        assert closed == json.dumps(wanted, indent=indent) + "\n"
