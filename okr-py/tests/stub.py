"""The stub: what maturin makes of the library, and the little that it has no words for."""

from __future__ import annotations

ROW = "ObjectiveRow | KeyResultRow"

# Each of these stands once in what maturin makes.
SAID = [
    ("from typing import Any, Final, SupportsFloat, SupportsIndex, final\n", "from typing import Any, Final, SupportsFloat, SupportsIndex, TypeVar, final, overload\n"),
    ("from collections.abc import Iterable, Iterator\n", "from collections.abc import Iterable, Iterator, Mapping\n"),
    # Registered as one in the package. Lists are what this mapping gives at once, and no views.
    ("@final\nclass Scorecard:\n", f'_D = TypeVar("_D")\n\n@final\nclass Scorecard(Mapping[str, {ROW}]):\n'),
    (f"    def items(self, /) -> list[tuple[str, {ROW}]]:\n", f"    def items(self, /) -> list[tuple[str, {ROW}]]:  # type: ignore[override]\n"),
    ("    def keys(self, /) -> list[str]:\n", "    def keys(self, /) -> list[str]:  # type: ignore[override]\n"),
    (f"    def values(self, /) -> list[{ROW}]:\n", f"    def values(self, /) -> list[{ROW}]:  # type: ignore[override]\n"),
    (
        f"    def get(self, id: str, default: Any | None = None, /) -> {ROW} | Any | None:\n",
        f"    @overload\n    def get(self, id: str, default: None = None, /) -> {ROW} | None: ...\n"
        f"    @overload\n    def get(self, id: str, default: _D, /) -> {ROW} | _D:\n",
    ),
    (
        "    def __getitem__(self, index: Any, /) -> Any:\n",
        "    @overload\n    def __getitem__(self, index: slice, /) -> list[Any]: ...\n"
        "    @overload\n    def __getitem__(self, index: SupportsIndex, /) -> Any:\n",
    ),
]


def finished(made: str) -> str:
    """The stub of what maturin makes."""
    for generated, said in SAID:
        assert made.count(generated) == 1, f"found {made.count(generated)} times, expected once: {generated!r}"
        made = made.replace(generated, said)
    return made
