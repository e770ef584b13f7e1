"""Records: the standard library's `dataclass`, as far as this program uses it, at a tenth of its price.

The standard library writes and compiles six methods of every class when its module is imported, about
half a millisecond a class, and a run imports more than a hundred. Here what compares, hashes and shows
a record is shared by all, and its `__init__` is compiled only where a run makes more than a few objects.

>>> @dataclass(frozen=True, slots=True)
... class Point:
...     x: int
...     y: int = 0
>>> Point(1), replace(Point(1), y=2), Point(1) == Point(1, 0)
(Point(x=1, y=0), Point(x=1, y=2), True)
"""

from __future__ import annotations

from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    _MISSING = object()
    _FEW = 8  # objects that are made sooner than an `__init__` is compiled

    class _Field:
        """What `field` says of one field of a record."""

        def __init__(self, default=_MISSING, default_factory=_MISSING, init=True):
            self.default, self.default_factory, self.init = default, default_factory, init
            self.keyword = False

        @property
        def required(self):
            """Whether an object cannot be made without it."""
            return self.default is _MISSING and self.default_factory is _MISSING

    def field(*, default=_MISSING, default_factory=_MISSING, init=True):
        """Say more of a field than its type: what it is where nothing is given, or that nothing can be."""
        return _Field(default, default_factory, init)

    def dataclass(plain=None, /, *, frozen=False, slots=False, order=False, kw_only=False):
        """Make a class a record; see `dataclasses.dataclass` for what each word promises."""

        def decorate(cls):
            fields = _fields(cls, kw_only)
            if slots:
                cls = _with_slots(cls, fields)
            _add_methods(cls, fields, frozen, order)
            return cls

        return decorate if plain is None else decorate(plain)

    def replace(record, /, **changes):
        """Return a record like another one but for some fields."""
        for name, each in type(record).__record__.items():
            if each.init and name not in changes:
                changes[name] = getattr(record, name)
        return type(record)(**changes)

    def _fields(cls, kw_only):
        """Return the fields by name, those of the classes below it first; defaults leave the class."""
        found = dict(getattr(cls, "__record__", {}))
        for name, kind in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063 - `inspect` is slow to import
            if str(kind).partition("[")[0].endswith("ClassVar"):
                continue
            default = cls.__dict__.get(name, _MISSING)
            each = default if isinstance(default, _Field) else _Field(default)
            each.keyword = kw_only
            found[name] = each
            if isinstance(default, _Field) and name in cls.__dict__:
                delattr(cls, name)
                if default.default is not _MISSING:
                    setattr(cls, name, default.default)
        return found

    def _with_slots(cls, fields):
        """Return the class made anew with a slot for each of its own fields."""
        inherited = {name for base in cls.__mro__[1:] for name in base.__dict__.get("__slots__", ())}
        body = {k: v for k, v in cls.__dict__.items() if k not in ("__dict__", "__weakref__", *fields)}
        body["__slots__"] = tuple(name for name in fields if name not in inherited)
        made = type(cls)(cls.__name__, cls.__bases__, body)
        made.__qualname__ = cls.__qualname__
        return made

    def _add_methods(cls, fields, frozen, order):
        names = tuple(fields)
        values = attrgetter(*names) if names else lambda record: ()
        made = {
            "__record__": fields,
            "__dataclass_fields__": _StandardFields(),
            "__match_args__": tuple(n for n, each in fields.items() if each.init and not each.keyword),
            "__init__": _late_init(cls, fields, frozen),
            "__repr__": _shown,
            "__eq__": _equal(values),
            "__hash__": (lambda record: hash(values(record))) if frozen else None,
        }
        if frozen:
            made |= {"__setattr__": _frozen, "__delattr__": _frozen, "__setstate__": _set_state}
        if order:
            made |= _ordered(values)
        own = cls.__dict__
        for name, method in made.items():
            if name not in own or name == "__record__" or (name == "__hash__" and own[name] is None):
                setattr(cls, name, method)

    def _late_init(cls, fields, frozen):
        """Return an `__init__` that sets the fields of a few objects, then puts the compiled one in its own place."""
        given = [name for name, each in fields.items() if each.init and not each.keyword]
        put, left = object.__setattr__ if frozen else setattr, _FEW

        def late(self, *args, **kwargs):
            nonlocal left
            left -= 1
            values = _filled(fields, given, args, kwargs) if left >= 0 else None
            if values is None:
                cls.__init__ = init = _compiled_init(cls, fields, frozen)
                init(self, *args, **kwargs)
                return
            for name, value in values:
                put(self, name, value)
            if hasattr(cls, "__post_init__"):
                self.__post_init__()

        return late

    def _filled(fields, given, args, kwargs):
        """Return the fields with their values; `None` for arguments that an `__init__` does not take."""
        values = dict(zip(given, args, strict=False))
        if len(values) < len(args) or not values.keys().isdisjoint(kwargs):
            return None
        values |= kwargs
        found = []
        for name, each in fields.items():
            if each.init and name in values:
                found.append((name, values.pop(name)))
            elif each.default_factory is not _MISSING:
                found.append((name, each.default_factory()))
            elif each.default is not _MISSING:
                found.append((name, each.default))
            elif each.init:
                return None
        return None if values else found

    def _compiled_init(cls, fields, frozen):
        given, keywords, body, names = [], [], [], {"_missing": _MISSING, "_set": object.__setattr__}
        for name, each in fields.items():
            value = name
            if not each.required:
                names[f"_{name}_default"] = (
                    each.default if each.default_factory is _MISSING else each.default_factory
                )
            if each.init:
                late = each.default_factory is not _MISSING
                default = "_missing" if late else f"_{name}_default"
                (keywords if each.keyword else given).append(name if each.required else f"{name}={default}")
                if late:
                    value = f"_{name}_default() if {name} is _missing else {name}"
            elif each.required:
                continue
            else:
                value = f"_{name}_default()" if each.default_factory is not _MISSING else f"_{name}_default"
            slot = getattr(cls, name, None) if frozen else None
            if hasattr(slot, "__set__"):
                names[f"_set_{name}"] = slot.__set__
                body.append(f"_set_{name}(self, {value})")
            else:
                body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            body.append("self.__post_init__()")
        listed = ", ".join(["self", *given, *(["*", *keywords] if keywords else [])])
        exec(f"def __init__({listed}):\n " + "\n ".join(body or ["pass"]), names)
        init = names["__init__"]
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        return init

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
                if each.default_factory is not _MISSING:
                    known = dataclasses.field(default_factory=each.default_factory, init=each.init)
                elif each.default is not _MISSING:
                    known = dataclasses.field(default=each.default, init=each.init)
                else:
                    known = dataclasses.field(init=each.init)
                known.name, known._field_type, known.kw_only = name, dataclasses._FIELD, each.keyword
                made[name] = known
            return made


def field_names(value: object) -> tuple[str, ...] | None:
    """Return the names of a record's fields, in order; `None` for what is no record."""
    fields = getattr(type(value), "__record__", None)
    return None if fields is None else tuple(fields)


__all__ = ["dataclass", "field", "field_names", "replace"]
