"""The name of the package for what is public: in tracebacks, in `help()`, and in pickles, which then outlive the modules behind it."""

from __future__ import annotations

from typing import Any, get_type_hints

from ._record import Record


def _public(names: dict[str, Any]) -> None:
    """Says of each class among the public names of a module that it is of that module."""
    for name in names["__all__"]:
        thing = names[name]
        if not isinstance(thing, type) or not thing.__module__.startswith("okr._"):
            continue
        if issubclass(thing, Record):
            # Annotations are text, which is looked up in the module that a class says it is of.
            hints = get_type_hints(thing)
            thing.__annotations__ = {field: hints[field] for field in thing.__annotations__}
        thing.__module__ = names["__name__"]
