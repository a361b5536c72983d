"""What definitions and results have in common: frozen fields, plain values in and out, a repr that evaluates back."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MemberDescriptorType, NoneType, UnionType
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from ._errors import OkrError
from ._okr import Finding, _copied, _day, _json

R = TypeVar("R", bound="Record")
_Maker: TypeAlias = Callable[[Any], Any]
_set = object.__setattr__


class Record:
    """A value of named fields, each annotated with what it holds."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(dict.fromkeys((*cls._fields, *inspect.get_annotations(cls))))

    @classmethod
    def _from(cls: type[R], fields: Mapping[str, Any]) -> R:
        """The record of an object of the engine's, as plain values that nobody else has: they are kept as they are."""
        kept, defaults = _inside(cls)
        record = object.__new__(cls)
        for put, default in defaults:
            put(record, default)
        for name, value in fields.items():
            put, revive = kept[name]
            put(record, revive(value) if revive else value)
        return record

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values: dicts, lists, text, numbers, dates, and None for what is absent."""
        return {name.rstrip("_"): _plain(getattr(self, name)) for name in self._fields}

    def to_json(self) -> str:
        """The same as JSON, on one line; dates are text. Raises OkrError (`not_finite`) for a number that JSON does not have."""
        return _json(self.to_dict())


class Result(Record):
    """What the engine answers. Made by the engine alone."""

    __slots__ = ()


class Definition(Record):
    """What a document states. Fields are taken as the engine's types are, and judged by the engine alone."""

    __slots__ = ()

    def _keep(self, given: dict[str, Any]) -> None:
        """Keeps the arguments of `__init__` in their own types. Raises TypeError for what no field could hold."""
        for name, default, taker in _takers(type(self)):
            value = given[name]
            if value is not default and id(type(value)) not in taker.own:
                value = taker.taken(value, f"{type(self).__name__}.{name}")
            _set(self, name, value)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values: dicts, lists, text, numbers, dates. What is not stated is left out."""
        stated = ((name, getattr(self, name)) for name in self._fields)
        return {name: _plain(value) for name, value in stated if value is not None and value != ()}

    def __repr__(self) -> str:
        return f"okr.{type(self).__name__}({', '.join(_arguments(self, type(self)))})"


def _arguments(record: Definition, call: Callable[..., Any]) -> Iterator[str]:
    """What a call is to be given to make that record, as source text."""
    for name, parameter in inspect.signature(call).parameters.items():
        value = getattr(record, name)
        if parameter.default is inspect.Parameter.empty:
            yield _source(value)
        elif parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            if value != parameter.default:
                yield f"{name}={_source(value)}"
        elif value is not None:
            yield _source(value)


def _source(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_source, value))}]"
    if isinstance(value, date):
        return repr(value.isoformat())
    if isinstance(value, int) and not isinstance(value, bool):
        # Decimal digits have a limit, which is there for speed.
        return repr(value) if value.bit_length() <= 64 else hex(value)
    # What is no number, or infinite, has no literal.
    if isinstance(value, float) and not value - value == 0:
        return f"float('{value}')"
    return repr(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (Definition, Result)):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Finding):
        return {name: getattr(value, name) for name in ("code", "severity", "path", "message", "help")}
    return _copied(value) if isinstance(value, (dict, list)) else value


# From plain values to records.


_Put: TypeAlias = Callable[[Any, Any], None]
_Inside: TypeAlias = tuple[dict[str, tuple[_Put, _Maker | None]], list[tuple[_Put, Any]]]
_INSIDE: dict[type[Record], _Inside] = {}


def _inside(cls: type[Record]) -> _Inside:
    """For each name of the engine's what keeps a value in its field and what makes the records in it, if any; and what fields
    hold that are not stated."""
    if cls not in _INSIDE:
        hints = get_type_hints(cls)
        kept = {name.rstrip("_"): (_putter(cls, name), _reviver(hints[name])) for name in cls._fields}
        defaults = _defaults(cls)
        # What has no slots takes all of them at once.
        each: list[tuple[_Put, Any]] = [(_putter(cls, name), default) for name, default in defaults.items()]
        _INSIDE[cls] = kept, [(_update, defaults)] if cls.__dictoffset__ else each
    return _INSIDE[cls]


def _update(record: Any, fields: dict[str, Any]) -> None:
    vars(record).update(fields)


def _putter(cls: type[Record], name: str) -> _Put:
    """What sets a field of a frozen record: the slot itself, which is twice as fast as by name."""
    slot = vars(cls).get(name)
    if isinstance(slot, MemberDescriptorType):
        return slot.__set__
    return lambda record, value: _set(record, name, value)


def _defaults(cls: type[Record]) -> dict[str, Any]:
    parameters = inspect.signature(cls).parameters
    return {name: each.default for name, each in parameters.items() if each.default is not inspect.Parameter.empty}


def _reviver(hint: Any) -> _Maker | None:
    """What makes a field of its plain value; None where that is kept as it is."""
    maker = _maker(hint)
    if _is_list(hint):
        return _many_made(maker)
    return None if maker is None else _one_made(maker)


def _one_made(maker: _Maker) -> _Maker:
    return lambda value: maker(value) if isinstance(value, dict) else value


def _many_made(maker: _Maker | None) -> _Maker:
    def made(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return tuple(value) if maker is None else tuple([maker(item) if isinstance(item, dict) else item for item in value])

    return made


def _maker(hint: Any) -> _Maker | None:
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint._from
    if hint is Finding:
        return lambda fields: Finding(**fields)
    return next((found for part in get_args(hint) if (found := _maker(part))), None)


def _is_list(hint: Any) -> bool:
    return get_origin(hint) is tuple or any(get_origin(part) is tuple for part in get_args(hint))


# From arguments to fields.


class _Taker(NamedTuple):
    """What a field takes, whether a value is that, what is kept of it, and the types whose values are kept themselves.

    Of these types the identities: whether two types are equal is for their own types to say.
    """

    expected: str
    fits: Callable[[Any], bool]
    keep: Callable[[Any, str], Any]
    own: frozenset[int] = frozenset()

    def taken(self, value: Any, place: str) -> Any:
        if not self.fits(value):
            raise TypeError(f"{place}: found {type(value).__name__}, expected {self.expected}")
        return self.keep(value, place)


_TAKERS: dict[type[Record], list[tuple[str, Any, _Taker]]] = {}


def _takers(cls: type[Record]) -> list[tuple[str, Any, _Taker]]:
    """The fields, what each holds where nothing is stated, and what it takes; what has to be stated may be anything."""
    if cls not in _TAKERS:
        hints, defaults = get_type_hints(cls), _defaults(cls)
        _TAKERS[cls] = [(name, defaults.get(name, _TAKERS), _taker(hints[name])) for name in cls._fields]
    return _TAKERS[cls]


def _taker(hint: Any) -> _Taker:
    # A descriptor says what it holds.
    hint = getattr(hint, "holds", hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of([_taker(part) for part in parts])
    if origin is tuple:
        return _many(_taker(parts[0]))
    if origin is Literal:
        return _PLAIN[str]
    if isinstance(hint, type) and issubclass(hint, Record):
        return _Taker(f"okr.{hint.__name__}", lambda value: isinstance(value, hint), lambda value, _: value, _own(hint))
    return _PLAIN[origin or hint]


def _one_of(takers: list[_Taker]) -> _Taker:
    # Truth values before numbers: a bool is an int.
    takers.sort(key=lambda taker: taker is _PLAIN[float])

    def keep(value: Any, place: str) -> Any:
        return next(taker for taker in takers if taker.fits(value)).keep(value, place)

    expected = [taker.expected for taker in takers if taker is not _PLAIN[NoneType]]
    own = frozenset[int]().union(*(taker.own for taker in takers))
    return _Taker(" or ".join(expected), lambda value: any(taker.fits(value) for taker in takers), keep, own)


def _many(taker: _Taker) -> _Taker:
    def fits(value: Any) -> bool:
        return isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, Mapping, Record))

    def keep(value: Any, place: str) -> Any:
        try:
            items = iter(value)
        except Exception as error:
            raise TypeError(f"{place}: found {type(value).__name__}, expected a list of {taker.expected}") from error
        return tuple(taker.taken(item, f"{place}[{at}]") for at, item in enumerate(items))

    return _Taker(f"a list of {taker.expected}", fits, keep)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool) or (type(value).__module__ == "numpy" and type(value).__name__ in ("bool", "bool_"))


def _is_number(value: Any) -> bool:
    return not _is_truth(value) and (hasattr(type(value), "__index__") or hasattr(type(value), "__float__"))


def _number(value: Any, place: str) -> int | float:
    """The number in a type of Python's own."""
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    try:
        return operator.index(value) if hasattr(type(value), "__index__") else float(value)
    except OverflowError:
        message = "found a number too large for 64 bits"
        raise OkrError(message, "not_finite", f"/{_name(place)}", "use a smaller unit") from None
    except Exception as error:
        raise TypeError(f"{place}: found {type(value).__name__}, expected a number") from error


def _is_date(value: Any) -> bool:
    return isinstance(value, (date, str)) or (type(value).__module__, type(value).__name__) == ("numpy", "datetime64")


def _name(place: str) -> str:
    """The field of a place."""
    return place.partition(".")[2].partition("[")[0]


def _own(*types: type) -> frozenset[int]:
    return frozenset(map(id, types))


_PLAIN: dict[Any, _Taker] = {
    NoneType: _Taker("None", lambda value: value is None, lambda value, _: None, _own(NoneType)),
    str: _Taker("str", lambda value: isinstance(value, str), lambda value, _: str.__str__(value), _own(str)),
    bool: _Taker("bool", _is_truth, lambda value, _: bool(value), _own(bool)),
    int: _Taker("int", lambda value: isinstance(value, int) and not _is_truth(value), _number, _own(int)),
    float: _Taker("a number", _is_number, _number, _own(int, float)),
    date: _Taker("a date or text as YYYY-MM-DD", _is_date, lambda value, place: _day(value, f"/{_name(place)}")),
    dict: _Taker("dict", lambda value: isinstance(value, dict), lambda value, _: _copied(value)),
    Any: _Taker("a value of JSON", lambda value: True, lambda value, _: _copied(value)),
}
