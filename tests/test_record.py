"""Records do what the standard library's dataclasses do, for every word that this program uses."""

import copy
import dataclasses
import itertools
import pickle
from functools import cached_property
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patcher import record
from patcher.source import LineRange, Span

WORDS = [
    dict(zip(("frozen", "slots", "order"), values, strict=True))
    for values in itertools.product([False, True], repeat=3)
]


def both(words, **more):
    """The same class made by us and by the standard library."""

    def body(kit):
        @kit.dataclass(**words, **more)
        class Thing:
            kind: ClassVar[str] = "thing"
            a: int
            b: str = "x"
            c: list[int] = kit.field(default_factory=list)
            d: int = kit.field(init=False, default=7)

            def double(self):
                return 2 * self.a

        return Thing

    return body(record), body(dataclasses)


def outcome(call):
    try:
        return call()
    except Exception as error:
        return type(error)


def observed(cls, words, first, second):
    """What can be seen of a class and of two of its objects."""
    one, two = cls(a=first[0], b=first[1]), cls(a=second[0], b=second[1], c=[])
    return [
        repr(one).rpartition(".")[2],
        one == two,
        one != object(),
        outcome(lambda: one < two),
        outcome(lambda: one >= two),
        outcome(lambda: hash(one) == hash(one)),
        outcome(lambda: setattr(one, "a", 5)),
        outcome(lambda: setattr(one, "zzz", 5)) is not None if words["slots"] else None,
        outcome(lambda: cls(1).a),
        outcome(lambda: cls()),
        outcome(lambda: cls(a=1, d=2)),
        cls.kind,
        one.d,
        one.double(),
        one.c is not two.c,
        cls.__match_args__,
        hasattr(one, "__dict__"),
        outcome(lambda: copy.copy(one) == one),
        [f.name for f in dataclasses.fields(cls)],
        dataclasses.is_dataclass(one),
        dataclasses.replace(two, b="z").b,
    ]


@pytest.mark.parametrize("words", WORDS, ids=str)
@pytest.mark.parametrize("keywords", [False, True], ids=["positional", "keywords"])
@given(
    first=st.tuples(st.integers(0, 2), st.sampled_from("xy")),
    second=st.tuples(st.integers(0, 2), st.sampled_from("xy")),
)
def test_a_record_behaves_as_the_standard_library_s(words, keywords, first, second):
    ours, standard = both(words, kw_only=keywords)
    for _ in range(2):  # the first objects are made otherwise than the many after them
        assert observed(ours, words, first, second) == observed(standard, words, first, second)


def test_replace_changes_what_it_names_and_nothing_else():
    assert record.replace(LineRange(1, 5), last_line=7) == LineRange(1, 7)
    with pytest.raises(ValueError, match="not a range of lines"):
        record.replace(LineRange(2, 5), last_line=1)
    with pytest.raises(TypeError):
        record.replace(LineRange(2, 5), middle=1)


def test_replace_takes_fields_that_are_given_by_name_alone():
    @record.dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        a: int
        b: int = 2

    assert record.replace(Named(a=1), b=3) == Named(a=1, b=3)
    with pytest.raises(TypeError):
        record.replace(Named(a=1), c=3)


def test_a_field_without_a_default_stands_before_those_that_have_one():
    @record.dataclass(frozen=True, slots=True)
    class Turned:
        a: int = 1
        b: int

    with pytest.raises(TypeError, match="`b` of `Turned`"):
        Turned(1, 2)


def test_an_object_is_made_of_what_its_fields_say_and_a_complaint_names_the_class():
    ours, standard = both({"frozen": True, "slots": True})
    for call in (lambda cls: cls(), lambda cls: cls(1, "x", [], 7), lambda cls: cls(1, a=2)):
        said = []
        for cls in (ours, standard):
            with pytest.raises(TypeError) as wrong:
                call(cls)
            said.append(str(wrong.value))
        assert said[0] == said[1]


def test_code_is_compiled_once_for_all_records_of_as_many_fields(monkeypatch):
    compiled = []
    monkeypatch.setattr(
        record, "exec", lambda source, names: compiled.append(source) or exec(source, names), raising=False
    )
    record._code.cache_clear()
    body = {"__annotations__": {f"field_{i}": "int" for i in range(20)}}
    for _ in range(9):
        made = record.dataclass(frozen=True, slots=True)(type("Made", (), dict(body)))(*range(19), field_19=7)
        assert (made.field_18, made.field_19) == (18, 7)
    assert len(compiled) == 1


def test_a_class_below_has_the_fields_of_those_above():
    @record.dataclass(frozen=True, slots=True)
    class Base:
        a: int

    @record.dataclass(frozen=True, slots=True)
    class Below(Base):
        b: int = 2

    assert repr(Below(1)).endswith("Below(a=1, b=2)")
    assert Below.__slots__ == ("b",)
    assert Base(1) != Below(1)


def test_a_frozen_record_without_slots_keeps_what_it_has_worked_out():
    @record.dataclass(frozen=True)
    class Circle:
        radius: int

        @cached_property
        def area(self):
            return [3 * self.radius**2]

    circle = Circle(2)
    assert circle.area is circle.area


def test_records_are_pickled_and_copied():
    assert pickle.loads(pickle.dumps(Span(1, 2))) == Span(1, 2)
    assert copy.deepcopy(Span(1, 2)) == Span(1, 2)


def test_an_object_of_a_frozen_record_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(1, 2).start = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        del Span(1, 2).start


def test_equal_records_have_one_hash():
    assert len({Span(1, 2), Span(1, 2), Span(1, 3)}) == 2
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 3)]
