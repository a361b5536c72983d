"""The exceptions of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._okr import Finding
    from ._words import Code

__all__ = ["OkrError", "UnknownIdError"]


_SHOWN = 5
"""Findings that are printed; a document of many faults would fill a screen with them."""


class OkrError(ValueError):
    """What the engine refuses: a document, a policy, an event, a date, an id.

    `code`, `path`, `message` and `help` are those of the first error; `findings` has everything that was found. Printed, it
    is the first five findings, one a line, and how many more there are.

    >>> import okr
    >>> try:
    ...     okr.loads({"okr": 1, "nmae": "Acme", "teams": [{}]})
    ... except okr.OkrError as error:
    ...     print(error.code, error.path)
    ...     for line in str(error).splitlines():
    ...         print(line.partition(" (")[0])
    unknown_field /nmae
    error[unknown_field] /nmae: found the field `nmae`, expected a field of a document
    error[missing_field] /teams/0: found a team without `id`, expected it to be stated
    """

    code: Code
    """The stable name of what went wrong, such as `unknown_field`."""
    path: str
    """Where: a JSON pointer, empty where the whole input is meant."""
    message: str
    """What was found and what was expected, in one line."""
    help: str
    """What to do about it, in one line."""
    findings: list[Finding]
    """Everything that was found, the errors first; at most 1,000."""
    unlisted: int
    """How many more were found than `findings` lists."""

    def __init__(
        self,
        message: str,
        code: Code,
        path: str = "",
        help: str = "",
        findings: Sequence[Finding] = (),
        unlisted: int = 0,
    ) -> None:
        super().__init__(message, code, path, help, findings, unlisted)
        self.message = message
        self.code = code
        self.path = path
        self.help = help
        self.findings = list(findings)
        self.unlisted = unlisted

    def __str__(self) -> str:
        lines = [str(finding) for finding in self.findings[:_SHOWN]] or [self._said()]
        more = len(self.findings) + self.unlisted - len(lines)
        return "\n".join([*lines, f"and {more} more"] if more > 0 else lines)

    def _said(self) -> str:
        """The error itself, in the words of a finding."""
        place = f"{_harmless(self.path)}: " if self.path else ""
        help = f" ({self.help})" if self.help else ""
        return f"error[{self.code}] {place}{self.message}{help}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class UnknownIdError(OkrError, KeyError):
    """Nothing has that id. It is a KeyError as well, because `card[id]` raises it."""


def _harmless(text: str) -> str:
    """The text without what steers a terminal or reorders what stands around it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
