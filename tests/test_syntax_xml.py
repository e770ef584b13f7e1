"""XML: elements by their tags, names by their paths, records as items; expat agrees, or the cut is in doubt."""

import re

import pytest
from edit_plans import delete
from hypothesis import given, settings
from hypothesis import strategies as st

from patcher.errors import Refusal
from patcher.finder import locate_edit
from patcher.finder.candidates import candidates_in
from patcher.finder.view import Clock, View
from patcher.proof.edges import edge_fault
from patcher.record import replace
from patcher.source import LineRange, SourceFile, Span
from patcher.syntax import language_of, syntax_of
from patcher.syntax.model import Disagreement
from patcher.syntax.xml import witness
from patcher.syntax.xml.witness import Reading, attributes_read, is_one_element, read


def seen(text, path="a.xml"):
    data = text if isinstance(text, bytes) else text.encode()
    return syntax_of(SourceFile(path, data), language_of(path))


def names(text):
    return [definition.name for definition in seen(text).definitions()]


def statement(text, words):
    found = seen(text).statement_at(Span(text.index(words), text.index(words) + len(words)))
    return None if found is None else text[found.span.start : found.span.end]


@pytest.mark.parametrize(
    "path", ["pom.xml", "a.csproj", "a.vcxproj", "Info.plist", "a.svg", "Web.config", "a.XSD"]
)
def test_a_path_says_that_it_is_xml(path):
    assert language_of(path).name == "xml"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param('<r><a b="x > y"\n c=\'"/>\'/></r>', "b=", '<a b="x > y"\n c=\'"/>\'/>', id="signs in values"),
        pytest.param("<r><a>1<a>2</a></a></r>", "2", "<a>2</a>", id="the innermost"),
        pytest.param("<r><a>1<a>2</a>3</a></r>", "3", "<a>1<a>2</a>3</a>", id="text behind an element"),
        pytest.param("<r><a><![CDATA[</a><b>]]></a></r>", "<b>", "<a><![CDATA[</a><b>]]></a>", id="tags in CDATA"),
        pytest.param("<r><!-- <a> --><a>x</a ></r>", "x", "<a>x</a >", id="a tag in a comment"),
        pytest.param("<r><!-- word --></r>", "word", None, id="a comment is no statement"),
        pytest.param("<r>\n<?go <a> ?>\n</r>", "<a>", "<?go <a> ?>", id="an instruction"),
        pytest.param('<?xml version="1.0"?>\n<r/>', "version", '<?xml version="1.0"?>', id="the declaration"),
        pytest.param("<!DOCTYPE r [\n<!ENTITY a '>'>\n<!-- ] -->\n]>\n<r/>", "'>'", "<!ENTITY a '>'>", id="a declaration"),
        pytest.param("<!DOCTYPE r [\n<!ENTITY a '>'>\n]>\n<r/>", "DOCTYPE", "<!DOCTYPE r [\n<!ENTITY a '>'>\n]>", id="a document type"),
        pytest.param("<ä:r>\n<ä:ö-1.b/>\n</ä:r>", "ö", "<ä:ö-1.b/>", id="names of other letters"),
    ],
)  # fmt: skip
def test_an_element_is_from_its_start_tag_through_its_end_tag(text, words, expected):
    assert statement(text, words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<a><b><c/></b><b/></a>", ["a", "a.b", "a.b.c", "a.b"], id="paths"),
        pytest.param('<a id="x"><b name="y"><c/></b></a>', ["a", "a.b.y", "a.b.c"], id="what an attribute calls it, not what is in it"),
        pytest.param('<a><b x:name=" y "/><b x:Key=\'z\'/></a>', ["a", "a.b.y", "a.b.z"], id="whatever the prefix"),
        pytest.param('<a><b name="n" id="i"/><b Include="p\\q"/></a>', ["a", "a.b.i", "a.b.p\\q"], id="an id first"),
        pytest.param('<a><b android:id="@+id/title"/></a>', ["a", "a.b.title"], id="an id of Android"),
        pytest.param('<a><b surname="n" name=""/></a>', ["a", "a.b"], id="other attributes, and an empty one"),
        pytest.param("<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY % p 'y'><!ELEMENT a ANY>]><a/>", ["e", "a"], id="entities"),
    ],
)  # fmt: skip
def test_an_element_is_named_by_its_path(text, expected):
    assert names(text) == expected


RECORDS = """\
<r>
  <deps>
    <dep>
      <id>one</id>
      <type>jar</type>
      <without>
        <one>
          <id>two</id>
        </one>
      </without>
    </dep>
    <dep>
      <id>three</id>
    </dep>
  </deps>
  <settings>
    <depth>4</depth>
    <width>5</width>
  </settings>
  <file name="five"/> <file name="six"/>
</r>
"""


def items(anchor, text=RECORDS):
    syntax = seen(text)
    found = locate_edit(replace(delete(item=anchor), count="any"), [syntax])
    return [(one.lines.first_line, one.lines.last_line) for one in found]


@pytest.mark.parametrize(
    ("anchor", "lines"),
    [
        pytest.param("jar", [(3, 11)], id="a field of a record"),
        pytest.param("<without>", [(6, 10)], id="what holds records, by its tag"),
        pytest.param("two", [(7, 9)], id="the only one of a list"),
        pytest.param("three", [(12, 14)], id="the last record"),
        pytest.param("<dep>", [(3, 11), (12, 14)], id="each of some"),
        pytest.param("<settings>", [(16, 19)], id="what is no record, by its tag"),
    ],
)
def test_an_item_is_the_record_around_a_match(anchor, lines):
    assert items(anchor) == lines


@pytest.mark.parametrize(
    ("anchor", "text"),
    [
        pytest.param("4", RECORDS, id="a field of what is no record"),
        pytest.param("<r>", RECORDS, id="the outermost element"),
        pytest.param("one", "<r>\n<all>\n<a>one</a>\n<b >\n<c/>\n</b>\n</all>\n</r>\n", id="a field of what the outermost holds alone"),
        pytest.param("<b|<c", "<r>\n<x/>\n<all>\n<b >1</b>\n<c  />\n</all>\n</r>\n", id="blanks in a tag are no attributes"),
    ],
)  # fmt: skip
def test_what_is_in_no_record_is_no_item(anchor, text):
    with pytest.raises(Refusal) as caught:
        items(anchor, text)
    assert caught.value.problems[0].code == "anchor-not-found"


@pytest.mark.parametrize(
    ("anchor", "first", "last", "says"),
    [
        pytest.param("jar", 3, 12, "not that item alone", id="a line of the next one"),
        pytest.param("jar", 2, 11, "line 2 is not the item's first", id="a line above"),
        pytest.param("jar", 3, 10, "not that item alone", id="without its end tag"),
    ],
)
def test_lines_that_are_not_one_item_are_refused(anchor, first, last, says):
    edit, syntax = delete(item=anchor), seen(RECORDS)
    (found,) = locate_edit(edit, [syntax])
    span = syntax.source.span_of(LineRange(first, last))
    moved = replace(found, span=span, core=span, lines=LineRange(first, last))
    assert says in (edge_fault(syntax, edit.selector, moved) or "nothing")


def test_a_comment_behind_an_item_is_none_of_it():
    text = "<r>\n<a>\n<b/>\n</a>\n<!-- next -->\n<a/>\n</r>\n"
    edit, syntax = delete(item="<b"), seen(text)
    (found,) = locate_edit(edit, [syntax])
    span = syntax.source.span_of(LineRange(2, 5))
    moved = replace(found, span=span, core=span, lines=LineRange(2, 5))
    assert edge_fault(syntax, edit.selector, found) is None
    assert "line 5 stands behind the item" in (edge_fault(syntax, edit.selector, moved) or "nothing")


@pytest.mark.parametrize(
    ("anchor", "text"),
    [
        pytest.param("five", RECORDS, id="the next one"),
        pytest.param("m=", "<r>\n<s n='1'><p m='2'/></s>\n<s n='3'/>\n</r>\n", id="the one around it"),
        pytest.param("m=", "<r>\n<!-- a --> <p m='2'/>\n<p/>\n</r>\n", id="a comment before it"),
        pytest.param("m=", "<r>\n<p m='2'/>,\n<p/>\n</r>\n", id="a comma behind it, which is text"),
    ],
)
def test_an_item_is_not_taken_with_what_shares_its_line(anchor, text):
    edit, syntax = delete(item=anchor), seen(text)
    with pytest.raises(Refusal) as caught:
        locate_edit(edit, [syntax])
    assert [problem.code for problem in caught.value.problems] == ["shares-line"]


def test_lines_that_two_items_share_are_not_proved_to_be_one():
    edit, syntax = delete(item="five"), seen(RECORDS)
    (alone,) = candidates_in(edit.selector, View(syntax, None, Clock()))
    assert "not that item alone" in (edge_fault(syntax, edit.selector, alone) or "nothing")


def test_a_mark_of_the_byte_order_hides_nothing_that_shares_its_line():
    edit, syntax = delete(statement="n="), seen("\ufeff<r><a/><b n='1'/>\n</r>\n")
    with pytest.raises(Refusal) as caught:
        locate_edit(edit, [syntax])
    assert caught.value.problems[0].code == "shares-line"


@pytest.mark.parametrize("file", ["a.xml", "a.html"])
def test_a_comma_behind_an_element_is_text_that_stays(file):
    edit, syntax = delete(statement="one"), seen("<p>\n<b>one</b>,\ntwo</p>\n", file)
    with pytest.raises(Refusal) as caught:
        locate_edit(edit, [syntax])
    assert caught.value.problems[0].code == "shares-line"


def test_a_comment_says_of_no_record_that_it_is_meant():
    text = "<r>\n<a n='1'>\n<!-- <b id='dead'/> -->\n<c/>\n</a>\n<a n='2'/>\n</r>\n"
    with pytest.raises(Refusal) as caught:
        items("dead", text)
    assert caught.value.problems[0].code == "anchor-not-found"


def test_a_hint_at_the_text_outside_of_every_record_means_no_other_one():
    text = "<r>\n<p>\n<old>1</old>\n</p>\n<x/>\n<y/>\n<a n='old'/>\n<z/>\n</r>\n"
    syntax = seen(text)
    with pytest.raises(Refusal) as caught:
        locate_edit(replace(delete(item="old"), near=LineRange(3, 3)), [syntax])
    (problem,) = caught.value.problems
    assert problem.code == "near-ambiguous"
    assert "`near: 7` means the item" in problem.hint
    assert [row.first_line for row in problem.candidates] == [3, 7]
    (found,) = locate_edit(replace(delete(item="old"), near=LineRange(7, 7)), [syntax])
    assert found.lines == LineRange(7, 7)


def test_what_is_open_at_a_place_is_its_state():
    text = "<r><a>1</a><b>2</b></r>"
    syntax = seen(text)
    states = [syntax.edge_state(text.index(mark)) for mark in "12"]
    assert states[0] != states[1]
    assert syntax.edge_state(text.index("<a>")) == syntax.edge_state(text.index("<b>"))


@pytest.mark.parametrize(
    ("text", "line", "kept"),
    [
        pytest.param("<r>\n  <a/>\n</r>\n", 2, False, id="between tags"),
        pytest.param("<r><![CDATA[\n  a\n]]></r>\n", 2, True, id="in CDATA"),
        pytest.param("<r xml:space='preserve'>\n  <a/>\n</r>\n", 2, True, id="where it is said"),
        pytest.param("<r xml:space='preserve'><b xml:space='default'>\n  <a/>\n</b></r>\n", 2, False, id="where it is said no more"),
    ],
)  # fmt: skip
def test_blanks_that_are_text_move_with_nothing(text, line, kept):
    assert seen(text).keeps_indent(line) is kept


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        pytest.param("<a><b></a>", ["`<b>` is never closed"], id="no end tag"),
        pytest.param("<a></b></a>", ["`</b>` closes nothing"], id="no start tag"),
        pytest.param('<a><b c="d/></a>', ['`<b c="d/></a>` is no tag'], id="an open quote does not swallow"),
        pytest.param("<a>1 < 2</a>", ["`< 2</a>` is no tag"], id="a sign of markup in text"),
        pytest.param("<a>R & D</a>", ["`&` begins no reference; the character itself is `&amp;`"], id="an ampersand"),
        pytest.param("<a b='&x;'>&amp;&#9;&#x9;</a>", ["`&x;` is declared nowhere"], id="an entity of nowhere"),
        pytest.param("<!DOCTYPE a SYSTEM 'a.dtd'><a>&x;</a>", [], id="an entity of another file"),
        pytest.param("<!DOCTYPE a [<!ENTITY x '1'>]><a>&x;</a>", [], id="an entity of its own"),
        pytest.param("<!DOCTYPE a [<!ENTITY % p SYSTEM 'b'>%p;]><a>&x;</a>", [], id="declarations of another file"),
        pytest.param("<a><![CDATA[& <b>]]><!-- & --><?p & ?></a>", [], id="where nothing is a sign"),
        pytest.param("<a><!-- b", ["`<!-- b` is never closed", "`<a>` is never closed"], id="an open comment"),
        pytest.param("<a><![CDATA[ ]]</a>", ["`<![CDATA[` is never closed", "`<a>` is never closed"], id="open CDATA"),
        pytest.param("<!DOCTYPE a [<a/>", ["`<!DOCTYPE` is never closed", "what begins here is no declaration"], id="an open document type"),
        pytest.param("<a b='1' b='2'/>", ["duplicate attribute"], id="expat has the last word"),
        pytest.param("<a/><b/>", ["junk after document element"], id="two outermost ones"),
        pytest.param("<a><x:b/></a>", ["unbound prefix"], id="a prefix of nowhere"),
        pytest.param(" <?xml version='1.0'?><a/>", ["XML or text declaration not at start of entity"], id="a declaration behind a blank"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_told(text, messages):
    assert sorted(fault.message for fault in seen(text).faults()) == sorted(messages)


def test_elements_whose_prefix_is_bound_nowhere_are_confirmed():
    text = "<a>\n<x:b>1</x:b>\n</a>\n"
    syntax = seen(text)
    (found,) = [one for one in syntax.definitions() if one.name == "a.x:b"]
    assert syntax.confirm(found.span, "definition") == "expat reads the same element"


def test_in_a_file_that_is_not_well_formed_an_element_is_read_alone():
    syntax = seen("<a>\n</b>\n<c>1</c>\n</a>\n")
    (found,) = [one for one in syntax.definitions() if one.name == "a.c"]
    assert syntax.confirm(found.span, "definition") == "expat reads its text as one element"
    assert isinstance(syntax.confirm(Span(found.span.start - 4, found.span.end), "definition"), Disagreement)


@pytest.mark.parametrize("extent", ["statement", "definition", "item"])
def test_another_end_is_a_disagreement(extent):
    text = "<a>\n<b>1</b>\n<b>2</b>\n</a>\n"
    syntax = seen(text)
    start = text.index("<b>1")
    assert syntax.confirm(Span(start, start + 8), extent) == "expat reads the same element"
    assert isinstance(syntax.confirm(Span(start, start + 17), extent), Disagreement)
    assert isinstance(syntax.confirm(Span(start + 1, start + 8), extent), Disagreement)
    syntax.__dict__["reading"] = Reading({start: start + 13})
    assert isinstance(syntax.confirm(Span(start, start + 8), extent), Disagreement)


def test_both_of_a_pair_are_confirmed():
    text = "<plist>\n<dict>\n<key>a</key>\n<true/>\n</dict>\n</plist>\n"
    syntax = seen(text)
    pair = Span(text.index("<key>"), text.index("<true/>") + 7)
    assert syntax.confirm(pair, "item") == "expat reads the same key and value"
    syntax.__dict__["reading"].elements[text.index("<true/>")] += 1
    assert isinstance(syntax.confirm(pair, "item"), Disagreement)


LATIN = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<a>\n<b>é</b>\n<c>ü</c>\n</a>\n'


@pytest.mark.parametrize(
    "encoding", ["ISO-8859-1", "windows-1252", "koi8-r", "GB2312", "Shift_JIS", "EUC-JP"]
)
def test_a_file_is_read_in_the_encoding_that_it_declares(encoding):
    letter = "é" if encoding[0] in "Iw" else "я"
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>\n<b x="{letter}">{letter}</b>\n</a>\n'
    syntax = seen(text.encode(encoding))
    assert syntax.faults() == ()
    (found,) = [one for one in syntax.definitions() if one.name == "a.b"]
    told = syntax.confirm(found.span, "definition")
    assert isinstance(told, str)
    assert told.endswith(f", in {encoding.lower()}")
    (entry,) = [Span(*m.span()) for m in re.finditer(r'x="[^"]+"', syntax.source.text)]
    assert syntax.confirm(entry, "entry") == "expat reads one attribute less without it"


def test_what_an_edit_puts_in_another_encoding_is_told():
    before, put = seen(LATIN.encode("latin-1")), "<d>ö</d>\n"
    at = before.source.text.index("<c>")
    for piece, faults in ((put, 1), ("<d>&#246;</d>\n", 0)):
        text = before.source.text[:at] + piece + before.source.text[at:]
        after = seen(text.encode("utf-8", "surrogateescape"))
        after.follow(before, [(Span(at, at), piece)])
        assert len(after.faults()) == faults
    assert before.faults() == ()


def test_an_unknown_encoding_is_a_fault():
    (fault,) = seen("<?xml version='1.0' encoding='nope'?>\n<a/>\n").faults()
    assert fault.message == "unknown encoding"


DOUBLED = "".join(f"<!ENTITY e{n} '&e{n - 1};&e{n - 1};'>\n" for n in range(1, 31))
LAUGHS = f"<!DOCTYPE a [\n<!ENTITY e0 'ha'>\n{DOUBLED}]>\n<a b='&e30;'>&e30;</a>\n"


def test_entities_are_never_expanded():
    syntax = seen(LAUGHS)
    assert syntax.faults() == ()
    assert [one.name for one in syntax.definitions()][-1] == "a"
    assert syntax.reading.elements


def test_no_other_file_is_opened(tmp_path, monkeypatch):
    other = tmp_path / "other.txt"
    other.write_text("x")
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("a file was opened"))
    text = f"<!DOCTYPE a SYSTEM 'file://{other}' [<!ENTITY e SYSTEM 'file://{other}'>]><a>&e;</a>"
    assert seen(text).faults() == ()
    assert read(text.encode()).elements


def test_elements_too_deep_are_refused():
    text = "<a>" * 1_001 + "</a>" * 1_001
    with pytest.raises(Refusal) as caught:
        seen(text).definitions()
    assert caught.value.problems[0].code == "nested-too-deep"
    assert len(names("<a>" * 1_000 + "</a>" * 1_000)) == 1_000


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("<a><b>1</b></a>", "<b>1", id="an element"),
        pytest.param("<a><b>1</b></a>", "b>1</b", id="two tags"),
        pytest.param('<a b="1"/>', "<a b", id="the name of a tag"),
        pytest.param("<a><![CDATA[1]]>2</a>", "1]]>2", id="CDATA"),
        pytest.param("<a><?b 1?>2</a>", "1?>2", id="an instruction"),
        pytest.param("<!DOCTYPE a [<!ENTITY b '1'>]><a/>", "ENTITY b", id="a declaration"),
    ],
)
def test_a_cut_through_markup_straddles(text, cut):
    start = text.index(cut)
    assert seen(text).straddles(Span(start, start + len(cut))) is not None


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("<a><b>1</b></a>", "<b>1</b>", id="a whole element"),
        pytest.param("<a><b>12</b></a>", "1", id="text"),
        pytest.param('<a b="12" c="3"/>', ' c="3"', id="an attribute"),
        pytest.param('<a b="12"/>', "1", id="in a value"),
        pytest.param("<a><![CDATA[<b>]]></a>", "<b>", id="in CDATA"),
        pytest.param("<!DOCTYPE a [<!ENTITY b '1'>]><a/>", "<!ENTITY b '1'>", id="a whole declaration"),
    ],
)
def test_a_whole_part_straddles_nothing(text, cut):
    start = text.index(cut)
    assert seen(text).straddles(Span(start, start + len(cut))) is None


WORDS = st.text("ab &<>\"'é\n", max_size=6)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


TEXTS = st.one_of(
    WORDS.map(escaped),
    st.sampled_from(["<!-- <a> & -->", "<![CDATA[</a> & <]]>", "<?p <a> ?>", "&#60;"]),
)
TAGS = st.builds(
    lambda name, value, gap: (name, f'{name} {name}="{escaped(value).replace(chr(34), "&quot;")}"{gap}'),
    st.sampled_from(["a", "b", "x-y", "ä.b", "p:c"]),
    WORDS,
    st.sampled_from(["", " ", "\n"]),
)


def element(children):
    return st.builds(
        lambda tag, held: f"<{tag[1]}/>" if not held else f"<{tag[1]}>{''.join(held)}</{tag[0]}>",
        TAGS,
        children,
    )


DOCUMENTS = st.recursive(
    element(st.lists(TEXTS, max_size=2)),
    lambda inner: element(st.lists(st.one_of(TEXTS, inner), max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(document=DOCUMENTS)
def test_expat_reads_the_same_elements_of_any_document(document):
    text = f"<r xmlns:p='urn:p'>{document}</r>"
    syntax = seen(text)
    assert syntax.faults() == ()
    mine = {
        syntax.source.byte_offset(node.start.start): syntax.source.byte_offset(
            node.start.end if node.end is None else node.end.start
        )
        for node in syntax.outline.nodes
    }
    assert mine == syntax.reading.elements


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(DOCUMENTS, min_size=2, max_size=5), data=st.data())
def test_a_child_that_goes_leaves_the_others_as_they_were(rows, data):
    gone = data.draw(st.integers(0, len(rows) - 1))
    text = "".join(["<r xmlns:p='urn:p'>\n", *(f"{row}\n" for row in rows), "</r>\n"])
    start = len("<r xmlns:p='urn:p'>\n") + sum(len(row) + 1 for row in rows[:gone])
    found = seen(text).statement_at(Span(start, start + 1))
    assert found is not None
    assert text[found.span.start : found.span.end] == rows[gone]


def test_attributes_are_read_by_expat():
    assert attributes_read(b"<a b='1' c='&x;'/>", "utf-8") == [("b", "1"), ("c", ".x;")]
    assert attributes_read(b"<a b/>", "utf-8") is None
    assert is_one_element(b"<a/>", "utf-8")
    assert not is_one_element(b"<a/><b/>", "utf-8")
    assert witness.encoding_of(b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><a/>") == "utf-8"
