"""The JSON Schema that is checked in is the one that the shapes give, and it takes the plans that the reader takes."""

import json
from pathlib import Path

import jsonschema
import pytest

from patcher.spec import json_schema
from patcher.spec.build import BUILD
from patcher.spec.examples import EXAMPLES
from patcher.spec.kinds import Kind, Reader
from patcher.spec.nodes import parse_nodes
from patcher.spec.shape import SHAPES, read_shape

ROOT = Path(__file__).parent.parent
FILE = ROOT / "patcher" / "spec" / "plan.schema.json"


def _plain(node):
    """Return YAML as an editor reads it."""
    import yaml

    return json.loads(json.dumps(yaml.safe_load(node.read_text()), default=lambda moment: moment.isoformat()))


def test_the_schema_is_not_stale():
    assert FILE.read_text() == json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def test_every_key_is_described():
    shapes = [json_schema(), *json_schema()["definitions"].values()]
    keys = [key for shape in shapes for key in shape.get("properties", {}).values()]
    assert len(keys) > 90
    assert all(key["description"] for key in keys)


@pytest.mark.parametrize(("shape", "key"), [(shape, key) for shape, keys in SHAPES.items() for key in keys])
def test_every_key_has_an_example_that_both_readers_take(shape, key):
    text = EXAMPLES[shape][key.name]
    schema = json_schema()
    properties = (schema if shape == "plan" else schema["definitions"][shape])["properties"]
    resolved = {**properties[key.name], "definitions": schema["definitions"]}
    jsonschema.Draft7Validator(resolved).validate(properties[key.name]["examples"][0])
    root, _, problems = parse_nodes(f"{key.name}: {text}".encode(), "p.yaml")
    reader = Reader(problems)
    ((_, node),) = root.pairs
    if isinstance(key.kind, Kind):
        assert key.kind.read(reader, node, key.name) is not None
    elif key.many:
        assert all(read_shape(reader, item, key.kind, BUILD, key.name) is not None for item in node.items)
    else:
        assert read_shape(reader, node, key.kind, BUILD, key.name) is not None
    assert not reader.problems


def test_no_example_is_of_a_key_that_is_gone():
    assert {(s, k) for s, keys in EXAMPLES.items() for k in keys} == {
        (s, k.name) for s, keys in SHAPES.items() for k in keys
    }


@pytest.mark.parametrize("plan", sorted((ROOT / "specs").rglob("*.yaml")), ids=lambda path: path.stem)
def test_it_takes_the_plans_of_the_tree(plan):
    jsonschema.Draft7Validator(json_schema()).validate(_plain(plan))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"stepss": []}, id="an unknown key"),
        pytest.param({"patcher": 2}, id="another version"),
        pytest.param({"steps": []}, id="no step"),
        pytest.param({"plan": "Not A Slug"}, id="no slug"),
    ],
)
def test_it_refuses_what_the_reader_refuses(change):
    plan = _plain(ROOT / "specs" / "retire-etcd.yaml") | change
    assert not jsonschema.Draft7Validator(json_schema()).is_valid(plan)
