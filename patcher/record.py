"""Records: the standard library's `dataclass`, as far as this program uses it, at a tenth of its price.

The standard library writes and compiles six methods of every class when its module is imported, about
half a millisecond a class, and a run imports more than a hundred. Here what compares, hashes and shows
a record is shared by all. The code of an `__init__` is that of all records of as many fields, lent to the
class when its first object is made, under the names of its own.

>>> @dataclass(frozen=True, slots=True)
... class Point:
...     x: int
...     y: int = 0
>>> Point(1), replace(Point(1), y=2), Point(1) == Point(1, 0)
(Point(x=1, y=0), Point(x=1, y=2), True)
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    _MISSING = object()

    class _Field:
        """What `field` says of one field of a record."""

        __slots__ = ("default", "init", "make", "named")

        def __init__(self, default, make=None, init=True, named=False):
            self.default, self.make, self.init, self.named = default, make, init, named

    def field(*, default=_MISSING, default_factory=None, init=True):
        """Say more of a field than its type: what it is where nothing is given, or that nothing can be."""
        return _Field(default, default_factory, init)

    def dataclass(plain=None, /, *, frozen=False, slots=False, order=False, kw_only=False):
        """Make a class a record; see `dataclasses.dataclass` for what each word promises."""

        def decorate(cls):
            fields = _fields(cls, kw_only)
            methods = _methods(cls, fields, frozen, order)
            return _with_slots(cls, fields, methods) if slots else _without_slots(cls, fields, methods)

        return decorate if plain is None else decorate(plain)

    def replace(record, /, **changes):
        """Return a record like another one but for some fields."""
        names, values = record.__given__
        return type(record)(**{**dict(zip(names, values(record), strict=True)), **changes})

    def _taking(names):
        """Return what takes the fields of some names from a record, as a tuple."""
        if len(names) > 1:
            return attrgetter(*names)
        return lambda record: tuple([getattr(record, name) for name in names])

    def _fields(cls, kw_only):
        """Return the fields by name, those of the classes below it first."""
        own, plain = cls.__dict__, _Field(_MISSING, named=kw_only)
        found = {} if cls.__base__ is object else dict(getattr(cls.__base__, "__record__", {}))
        for name, kind in own.get("__annotations__", {}).items():
            if str(kind).startswith(("ClassVar", "typing.ClassVar")):
                continue
            said = own.get(name, plain)
            found[name] = each = said if said.__class__ is _Field else _Field(said)
            each.named = kw_only
        return found

    def _with_slots(cls, fields, methods):
        """Return the class made anew with its methods and a slot for each of its own fields."""
        inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
        body = {**cls.__dict__, **methods}
        for name in ("__dict__", "__weakref__", *fields):
            body.pop(name, None)
        body["__slots__"] = tuple(name for name in fields if name not in inherited)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        return made

    def _without_slots(cls, fields, methods):
        """Return the class with its methods, the defaults of its fields in the place of what says more of them."""
        for name, each in fields.items():
            if each.default is not _MISSING:
                setattr(cls, name, each.default)
            elif name in cls.__dict__:
                delattr(cls, name)
        for name, method in methods.items():
            setattr(cls, name, method)
        return cls

    def _methods(cls, fields, frozen, order):
        """Return what every record has, but for what the class says itself."""
        values = attrgetter(*fields) if fields else lambda record: ()
        given = tuple([name for name, each in fields.items() if each.init])
        made = {
            "__record__": fields,
            "__given__": (given, _taking(given)),
            "__dataclass_fields__": _STANDARD_FIELDS,
            "__match_args__": tuple([n for n, each in fields.items() if each.init and not each.named]),
            "__init__": _late_init(fields),
            "__repr__": _shown,
            "__eq__": _equal(values),
            "__hash__": (lambda record: hash(values(record))) if frozen else None,
        }
        if frozen:
            made |= _FROZEN
        if order:
            made |= _ordered(values)
        own = cls.__dict__
        for name in made.keys() & own.keys():
            if name != "__record__" and (name != "__hash__" or own[name] is not None):
                del made[name]
        return made

    def _late_init(fields):
        """Return an `__init__` that becomes the right one when the first object is made."""

        def ready(cls):
            _make_ready(init, cls, fields)
            return init

        init = type(ready)(_first.__code__, {"ready": ready}, "__init__")
        return init

    def _first(self, *args, **kwargs):
        ready(type(self))(self, *args, **kwargs)  # noqa: F821 - each `__init__` has its own

    def _make_ready(init, cls, fields):
        """Give an `__init__` the code for so many fields, with their names, defaults and ways to be set."""
        placed, named, hidden, defaults, named_defaults = [], [], [], [], {}
        for name, each in fields.items():
            optional = each.default is not _MISSING or each.make is not None
            if not each.init:
                hidden += [(name, each)] if optional else []
            elif each.named:
                named.append(name)
                named_defaults |= {name: each.default} if optional else {}
            else:
                placed.append(name)
                if optional:
                    defaults.append(each.default)
                elif defaults:
                    raise TypeError(
                        f"`{name}` of `{cls.__name__}` stands behind a field with a default and has none"
                    )
        order = [*placed, *named]
        code = _code(len(order))
        init.__code__ = code.replace(
            co_varnames=("self", *order),
            co_argcount=1 + len(placed),
            co_kwonlyargcount=len(named),
        )
        init.__defaults__, init.__kwdefaults__ = tuple(defaults), named_defaults
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        puts = [_putting(cls, name, fields[name]) for name in order]
        last = _last(hidden, getattr(cls, "__post_init__", None))
        init.__globals__.update(zip(code.co_names, [*puts, last], strict=True))

    @cache
    def _code(count):
        """Return the code of an `__init__` of so many fields, which are called by their numbers."""
        fields = [f"f{i}" for i in range(count)]
        body = "".join([f" put_{field}(self, {field})\n" for field in fields])
        made = {}
        exec(f"def __init__({', '.join(['self', *fields])}):\n{body} if last: last(self)", made)
        return made["__init__"].__code__

    def _putting(cls, name, each):
        """Return what sets a field of an object, whether the class is frozen or not."""
        slot = cls.__dict__.get(name) or getattr(cls, name, None)
        if not hasattr(slot, "__set__"):
            slot = _Attribute(name)
        return slot.__set__ if each.make is None else _making(slot.__set__, each.make)

    def _making(put, make):
        return lambda record, value: put(record, make() if value is _MISSING else value)

    class _Attribute:
        """A field that has no slot."""

        def __init__(self, name):
            self.name = name

        def __set__(self, record, value):
            object.__setattr__(record, self.name, value)

    def _last(hidden, check):
        """Return what is done with an object when all that was given is set; `None` for nothing."""

        def last(record):
            for name, each in hidden:
                object.__setattr__(record, name, each.make() if each.make else each.default)
            if check:
                check(record)

        return last if hidden else check

    def _shown(self):
        rows = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__record__)
        return f"{type(self).__qualname__}({rows})"

    def _equal(values):
        def equal(self, other):
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        return equal

    def _ordered(values):
        def comparing(how):
            def compare(self, other):
                return (
                    how(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented
                )

            return compare

        return {f"__{how.__name__}__": comparing(how) for how in (lt, le, gt, ge)}

    def _frozen(self, name, *value):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _set_state(self, state):
        """Fill a record that `copy` or `pickle` made anew."""
        for part in state if isinstance(state, tuple) else (state,):
            for name, value in (part or {}).items():
                object.__setattr__(self, name, value)

    class _StandardFields:
        """The fields as the functions of `dataclasses` want them, made when one of these asks."""

        def __get__(self, record, owner):
            import dataclasses

            made = {}
            for name, each in owner.__record__.items():
                if each.make:
                    known = dataclasses.field(default_factory=each.make, init=each.init)
                elif each.default is not _MISSING:
                    known = dataclasses.field(default=each.default, init=each.init)
                else:
                    known = dataclasses.field(init=each.init)
                known.name, known._field_type, known.kw_only = name, dataclasses._FIELD, each.named
                made[name] = known
            return made

    _STANDARD_FIELDS = _StandardFields()
    _FROZEN = {"__setattr__": _frozen, "__delattr__": _frozen, "__setstate__": _set_state}


def field_names(value: object) -> tuple[str, ...] | None:
    """Return the names of a record's fields, or of those of its class, in order; `None` for what is no record."""
    fields = getattr(value if isinstance(value, type) else type(value), "__record__", None)
    return None if fields is None else tuple(fields)


__all__ = ["dataclass", "field", "field_names", "replace"]
