"""Uses of a key, or an element, of a data file in text that is filled in with it."""

from __future__ import annotations

import pytest
from plans import built
from test_proof_references import PLAN, cut

from patcher import PatcherError

POM = """\
<project>
  <properties>
    <spring.version>6.1</spring.version>
    <java.version>17</java.version>
  </properties>
  <dependency>
    <version>{used}</version>
  </dependency>
</project>
"""
WORKFLOW = """\
env:
  FLAVOUR: fast
  OTHER: x
jobs:
  test:
    outputs:
      ver: v1
      more: v2
    steps:
      - run: make {used}
"""


def lines(folder, path, text, name, others=(), **more):
    """The lines that still use a key, those of which it could not be told."""
    plan = PLAN.replace("pkg/mod.py", path)
    return cut(folder, {path: text, **dict(others)}, name=f"'{name}'", plan=plan, **more)


SPRING, JAVA = r"project\.properties\.spring\.version", r"project\.properties\.java\.version"
USED = [
    pytest.param("pom.xml", POM.format(used="${spring.version}"), SPRING, ["pom.xml:7"], id="Maven"),
    pytest.param(
        "a.props",
        "<Project><PropertyGroup>\n<Lang>12</Lang>\n<Keep>1</Keep>\n<V>$(Lang)</V></PropertyGroup></Project>\n",
        r"Project\.PropertyGroup\.Lang",
        ["a.props:4"],
        id="MSBuild",
    ),
    pytest.param(
        "build.xml",
        '<project>\n<property name="src.dir" value="s"/>\n<javac srcdir="${src.dir}"/>\n</project>\n',
        r"project\.property\.src\.dir",
        ["build.xml:3"],
        id="Ant",
    ),
    pytest.param(
        "app.properties",
        "db.host=a\nk=1\nurl=x://${db.host}/y\n",
        r"db\.host",
        ["app.properties:3"],
        id="keys",
    ),
    pytest.param(
        "app.properties",
        "db.host=a\nurl=x://${db.host:local}/y\n",
        r"db\.host",
        ["app.properties:2"],
        id="default",
    ),
    pytest.param(
        ".github/w.yml",
        WORKFLOW.format(used="FLAVOUR=${{ env.FLAVOUR }}"),
        r"env\.FLAVOUR",
        [".github/w.yml:10"],
        id="a workflow",
    ),
    pytest.param(
        ".github/w.yml",
        WORKFLOW.format(used="V=${{ format('v{0}', needs.test.outputs.ver) }}"),
        r"jobs\.test\.outputs\.ver",
        [".github/w.yml:10"],
        id="an output by its holder",
    ),
    pytest.param(
        "a.yml",
        "Parameters:\n  Env: x\n  Keep: y\nName: !Sub 'a-${Env}'\n",
        r"Parameters\.Env",
        ["a.yml:4"],
        id="a stack",
    ),
    pytest.param(
        "a.json", '{"p": {"Env": 1, "k": 2},\n"n": "a-${Env}"}\n', r"p\.Env", ["a.json:2"], id="JSON"
    ),
]


@pytest.mark.parametrize(("path", "text", "name", "used"), USED)
def test_a_place_of_the_same_file_that_is_filled_in(path, text, name, used, tmp_path):
    assert lines(tmp_path, path, text, name) == (used, None)


UNUSED = [
    pytest.param("pom.xml", POM.format(used="${java.version}"), SPRING, id="another name that ends alike"),
    pytest.param("pom.xml", POM.format(used="${version}"), SPRING, id="a part of the name"),
    pytest.param("pom.xml", POM.format(used="spring.version"), SPRING, id="the bare word"),
    pytest.param("pom.xml", POM.format(used="<!-- ${spring.version} -->1"), SPRING, id="a comment"),
    pytest.param(
        "a.yml", WORKFLOW.format(used="${{ vars.FLAVOUR }}"), r"env\.FLAVOUR", id="of another holder"
    ),
    pytest.param("a.yml", WORKFLOW.format(used="${{ 'env.FLAVOUR' }}"), r"env\.FLAVOUR", id="a string"),
    pytest.param("a.yml", WORKFLOW.format(used="FLAVOUR"), r"env\.FLAVOUR", id="the bare word of a key"),
]


@pytest.mark.parametrize(("path", "text", "name"), UNUSED)
def test_what_is_no_such_place(path, text, name, tmp_path):
    assert lines(tmp_path, path, text, name) == ([], [])


CHILD = "<project><artifactId>c</artifactId>\n{here}<version>${{spring.version}}</version></project>\n"
OTHERS = [
    pytest.param("sub/pom.xml", CHILD.format(here=""), ["sub/pom.xml:2"], [], id="a module of Maven"),
    pytest.param(
        "sub/pom.xml",
        CHILD.format(here="<properties><spring.version>5</spring.version></properties>\n"),
        [],
        [],
        id="a module with its own",
    ),
    pytest.param("app.yml", "v: ${spring.version}\n", ["app.yml:1"], [], id="a file that the build fills in"),
    pytest.param(
        "A.java",
        'class A { @Value("${spring.version}") String v; }\n',
        [],
        ["A.java:1"],
        id="a string of code",
    ),
    pytest.param(
        "A.java",
        'class A { String v = get("spring.version"); }\n',
        [],
        ["A.java:1"],
        id="a whole string of code",
    ),
    pytest.param("build.gradle", "version = '1'\n", [], [], id="a word of code that is the end of the name"),
    pytest.param(
        "run.sh", "spring=1; version=$spring\n", [], [], id="words of code that the name is made of"
    ),
    pytest.param("a.md", "Set `${spring.version}`.\n", [], [], id="prose"),
]


@pytest.mark.parametrize(("path", "text", "used", "unsure"), OTHERS)
def test_a_place_in_another_file(path, text, used, unsure, tmp_path):
    pom = POM.format(used="1")
    found = lines(tmp_path, "pom.xml", pom, SPRING, others=[(path, text)])
    assert found == (used, None if used else unsure)


YAML_OTHERS = [
    pytest.param("templates/a.yaml", "t: {{ .Values.image.tag }}\n", ["templates/a.yaml:1"], id="a chart"),
    pytest.param("templates/a.yaml", "t: {{ .Values.sidecar.tag }}\n", [], id="another key of a chart"),
    pytest.param(
        "templates/a.yaml",
        "tag: {{ .Values.image.tag }}\n",
        ["templates/a.yaml:1"],
        id="for a key of its name",
    ),
    pytest.param(
        "templates/a.yaml", "image:\n  tag: 1\nt: {{ image.tag }}\n", [], id="a key of its own, by its holder"
    ),
    pytest.param("compose.yml", "t: ${tag}\n", ["compose.yml:1"], id="perhaps the environment"),
    pytest.param("compose.yml", "t: ${tag}\ntag: 1\n", [], id="a key of its own"),
]


@pytest.mark.parametrize(("path", "text", "unsure"), YAML_OTHERS)
def test_of_a_key_of_yaml_it_cannot_be_told_beyond_its_file(path, text, unsure, tmp_path):
    values = "image:\n  name: x\n  tag: v1\n"
    assert lines(tmp_path, "values.yaml", values, r"image\.tag", others=[(path, text)]) == ([], unsure)


@pytest.mark.parametrize(
    ("text", "used"), [("spring.version is 6\n", ["notes.txt:1"]), ("the version of spring\n", [])]
)
def test_strict_looks_for_the_whole_name(text, used, tmp_path):
    found = lines(
        tmp_path, "pom.xml", POM.format(used="1"), SPRING, others=[("notes.txt", text)], how="strict"
    )
    assert found[0] == used


def test_a_name_that_is_a_word_is_one_for_code_too(tmp_path):
    text = WORKFLOW.format(used="1")
    assert lines(tmp_path, "w.yml", text, r"env\.FLAVOUR", others=[("run.sh", "echo $FLAVOUR\n")])[0] == [
        "run.sh:1"
    ]


def test_a_twin_in_the_file_makes_it_doubtful(tmp_path):
    text = "a:\n  env: {A: 1, B: 2}\n  run: ${{ env.A }}\nb:\n  env: {A: 3}\n"
    assert lines(tmp_path, "w.yml", text, r"a\.env\.A") == ([], ["w.yml:3"])


def test_what_goes_with_its_holder_is_used_by_its_own_name(tmp_path):
    text = WORKFLOW.format(used="${{ env.OTHER }}")
    assert lines(tmp_path, "w.yml", text, "env")[0] == ["w.yml:10"]


@pytest.mark.parametrize(
    ("text", "holds"),
    [("v: ${spring.version}\n", False), ("v: ${version}\n", True), ("# ${spring.version}\nv: 1\n", True)],
)
def test_the_check_goes_by_whole_names(text, holds, tmp_path):
    files = {"a.py": "x = 1\ny = 2\n", "b.yml": text}
    edits = "    edits: [{file: a.py, delete: {definition: y}}]\n"
    checks = "    checks: [{unreferenced: [spring.version]}]\n"
    head = PLAN.partition("    edits:")[0].format()
    plan = head + edits + checks
    if holds:
        assert built(tmp_path, plan, files).steps[0].checks[0].holds
    else:
        with pytest.raises(PatcherError, match="1 line uses them") as caught:
            built(tmp_path, plan, files)
        assert [c.file for c in caught.value.problems[0].candidates] == ["b.yml"]
