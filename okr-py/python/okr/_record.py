"""What definitions and results have in common: frozen fields, plain values in and out, a repr that evaluates back."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from ._errors import OkrError
from ._okr import Finding, _copied, _day

R = TypeVar("R", bound="Record")
_Maker: TypeAlias = Callable[[dict[str, Any]], Any]


class Record:
    """A value of named fields, each annotated with what it holds."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(dict.fromkeys((*cls._fields, *inspect.get_annotations(cls))))

    @classmethod
    def _from(cls: type[R], fields: Mapping[str, Any]) -> R:
        """The record of an object of the engine's, as plain values."""
        inside = _inside(cls)
        named = ((f"{name}_" if f"{name}_" in inside else name, value) for name, value in fields.items())
        return cls(**{name: _revived(*inside[name], value) for name, value in named})


class Result(Record):
    """What the engine answers. Made by the engine alone."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values: dicts, lists, text, numbers, dates, and None for what is absent."""
        return {name.rstrip("_"): _plain(getattr(self, name)) for name in self._fields}


class Definition(Record):
    """What a document states. Fields are taken as the engine's types are, and judged by the engine alone."""

    __slots__ = ()

    def _keep(self, given: dict[str, Any]) -> None:
        """Keeps the arguments of `__init__` in their own types. Raises TypeError for what no field could hold."""
        for name, taker in _takers(type(self)).items():
            object.__setattr__(self, name, taker.taken(given[name], f"{type(self).__name__}.{name}"))

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


_INSIDE: dict[type[Record], dict[str, tuple[_Maker | None, bool]]] = {}


def _inside(cls: type[Record]) -> dict[str, tuple[_Maker | None, bool]]:
    """For each field what makes the records in it, if any, and whether it is a list."""
    if cls not in _INSIDE:
        hints = get_type_hints(cls)
        _INSIDE[cls] = {name: (_maker(hints[name]), _is_list(hints[name])) for name in cls._fields}
    return _INSIDE[cls]


def _maker(hint: Any) -> _Maker | None:
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint._from
    if hint is Finding:
        return lambda fields: Finding(**fields)
    return next((found for part in get_args(hint) if (found := _maker(part))), None)


def _is_list(hint: Any) -> bool:
    return get_origin(hint) is tuple or any(get_origin(part) is tuple for part in get_args(hint))


def _revived(maker: _Maker | None, is_list: bool, value: Any) -> Any:
    if maker and isinstance(value, dict):
        return maker(value)
    return tuple(_revived(maker, False, item) for item in value) if is_list and isinstance(value, list) else value


# From arguments to fields.


class _Taker(NamedTuple):
    """What a field takes, whether a value is that, and what is kept of it."""

    expected: str
    fits: Callable[[Any], bool]
    keep: Callable[[Any, str], Any]

    def taken(self, value: Any, place: str) -> Any:
        if not self.fits(value):
            raise TypeError(f"{place}: found {type(value).__name__}, expected {self.expected}")
        return self.keep(value, place)


_TAKERS: dict[type[Record], dict[str, _Taker]] = {}


def _takers(cls: type[Record]) -> dict[str, _Taker]:
    if cls not in _TAKERS:
        hints = get_type_hints(cls)
        _TAKERS[cls] = {name: _taker(hints[name]) for name in cls._fields}
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
        return _Taker(f"okr.{hint.__name__}", lambda value: isinstance(value, hint), lambda value, _: value)
    return _PLAIN[origin or hint]


def _one_of(takers: list[_Taker]) -> _Taker:
    # Truth values before numbers: a bool is an int.
    takers.sort(key=lambda taker: taker is _PLAIN[float])

    def keep(value: Any, place: str) -> Any:
        return next(taker for taker in takers if taker.fits(value)).keep(value, place)

    expected = [taker.expected for taker in takers if taker is not _PLAIN[NoneType]]
    return _Taker(" or ".join(expected), lambda value: any(taker.fits(value) for taker in takers), keep)


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


_PLAIN: dict[Any, _Taker] = {
    NoneType: _Taker("None", lambda value: value is None, lambda value, _: None),
    str: _Taker("str", lambda value: isinstance(value, str), lambda value, _: str.__str__(value)),
    bool: _Taker("bool", _is_truth, lambda value, _: bool(value)),
    int: _Taker("int", lambda value: isinstance(value, int) and not _is_truth(value), _number),
    float: _Taker("a number", _is_number, _number),
    date: _Taker("a date or text as YYYY-MM-DD", _is_date, lambda value, place: _day(value, f"/{_name(place)}")),
    dict: _Taker("dict", lambda value: isinstance(value, dict), lambda value, _: _copied(value)),
    Any: _Taker("a value of JSON", lambda value: True, lambda value, _: _copied(value)),
}
