from _typeshed import SupportsGetItem
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from okr._document import Cycle, Document, Kpi, Person, Team
from okr._goals import CarryOver, Objective
from okr._history import Amendment, CheckIn, StateChange, StatusOverride
from okr._measure import Measure
from okr._results import DueCheckIn, Explanation, GroupRow, Guardrail, KpiRow, Override, PolicyComparison
from okr._types import TableLike
from okr._words import Ambition, Code, ColumnKind, Day, EventKind, LeftOut, MeasureKind, Outcome, Reason, Role, Severity, State, Status, TableName, TableOrder
from os import PathLike
from typing import Any, Final, SupportsFloat, SupportsIndex, TypeVar, final, overload

__all__ = ["__version__", "Column", "Event", "Finding", "FiscalCalendar", "FiscalQuarter", "KeyResultRow", "Limits", "ObjectiveRow", "Policy", "Scorecard", "Table", "Workspace", "_copied", "_day", "_json", "_keep_unused_pages", "_restore_event", "_restore_limits", "_restore_policy", "_restore_scorecard", "_restore_workspace", "example", "from_tables", "load", "loads", "presets"]

__version__: Final[str]
"""
The version of the package.
"""

@final
class Column:
    """
    A column of a table: values of one kind, of which any may be null. `numpy.asarray(column)`, `polars.Series(column)` and
    `pyarrow.array(column)` read it, numbers without copying them; indexing and iterating give plain Python values.

    >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
    >>> value = workspace.score("2026-10-05").key_results["value"]
    >>> value.kind, list(value), value.null_count
    ('number', [5.0, None], 1)
    >>> value.to_numpy()
    array([ 5., nan])
    """
    def __array__(self, /, dtype: Any | None = None, copy: bool | None = None) -> Any:
        """
        The same as `to_numpy`, as numpy asks for it.
        """
    @property
    def __array_interface__(self, /) -> dict[str, Any]:
        """
        Where the numbers are, for numpy. Other values are in no place that numpy reads: AttributeError.
        """
    def __arrow_c_array__(self, /, requested_schema: Any | None = None) -> tuple[Any, Any]:
        """
        The values for an Arrow reader: their type and an array, in capsules. Another type is not made on request.
        """
    def __arrow_c_schema__(self, /) -> Any:
        """
        The type of the values for an Arrow reader, in a capsule.
        """
    def __arrow_c_stream__(self, /, requested_schema: Any | None = None) -> Any:
        """
        The values for an Arrow reader, as a stream of one array in a capsule. Another type is not made on request.
        """
    def __copy__(self, /) -> Column: ...
    def __deepcopy__(self, _memo: Any, /) -> Column: ...
    def __eq__(self, other: object, /) -> bool:
        """
        Whether it is the same column of an equal table; values are compared by numpy, pandas or polars.
        """
    @overload
    def __getitem__(self, index: slice, /) -> list[Any]: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Any:
        """
        The value of a row, counted from the end where the number is negative; a list of values for a slice.
        """
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Any]:
        """
        The values of all rows, one after the other.
        """
    def __len__(self, /) -> int:
        """
        How many rows there are.
        """
    def __reduce__(self, /) -> tuple[Any, tuple[Table, str]]: ...
    def __repr__(self, /) -> str: ...
    def _packed(self, /) -> bytes:
        """
        For this package: dates as days since 1970-01-01 and words as their place among the `categories`, both as 64-bit
        integers of this machine, of which the lowest stands for null.
        """
    @property
    def categories(self, /) -> list[str] | None:
        """
        The words there are, whether a row has them or not; None where the values are others.

        >>> okr.loads({"okr": 1}).score("2026-10-05").key_results["role"].categories
        ['normal', 'guardrail']
        """
    @property
    def kind(self, /) -> ColumnKind:
        """
        What its values are: `number`, `integer`, `date`, `flag`, `text`, or `word`, one of a closed set.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def null_count(self, /) -> int:
        """
        How many rows have no value.
        """
    def to_list(self, /) -> list[Any]:
        """
        The values of all rows: float, int, str, bool or `datetime.date`, and None where there is none.

        >>> okr.loads({"okr": 1, "teams": [{"id": "t", "name": "T"}]}).score("2026-10-05").teams["progress"].to_list()
        [None]
        """
    def to_numpy(self, /) -> Any:
        """
        A numpy array; needs numpy. Numbers and integers without nulls are not copied and can therefore not be written to.
        A null is NaN among numbers and integers, NaT among dates, else None.
        """

@final
class Event:
    """
    One change of an objective or key result, to be applied with `Workspace.apply`: its id, and what is stated about it.

    >>> okr.Event("users", okr.CheckIn("2026-11-16", 160)) == okr.Event.check_in("users", "2026-11-16", 160)
    True
    >>> event = okr.Event.check_in("users", "2026-11-16", 160, confidence=0.7)
    >>> event.of, event.kind
    ('users', 'check_in')
    """
    def __copy__(self, /) -> Event: ...
    def __deepcopy__(self, _memo: Any, /) -> Event: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, of: str, change: CheckIn | Amendment | StateChange | StatusOverride, /) -> Event:
        """
        An event of a definition: what a document would state of the objective or key result. `Event.check_in` and the like
        make both in one step. A confidence is from 0 to 1 here, whatever the scale of the document.
        """
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def amendment(of: str, on: Day, *, measure: Measure | dict[str, Any] | None = None, baseline: SupportsFloat | SupportsIndex | None = None, target: SupportsFloat | SupportsIndex | str | None = None, weight: SupportsFloat | SupportsIndex | None = None, start: Day | None = None, due: Day | None = None, reason: str | None = None, by: str | None = None) -> Event:
        """
        A change of a key result's definition from a day on: a new measure replaces the whole old one, the other fields
        replace those in force. A target is a number, or relative to the baseline: `"+20%"`, `"-5"`.

        >>> okr.Event.amendment("users", "2026-11-01", target="+20%", reason="a new market").kind
        'amendment'
        """
    @staticmethod
    def check_in(of: str, on: Day, value: bool | SupportsFloat | SupportsIndex | None = None, *, confidence: SupportsFloat | SupportsIndex | None = None, note: str | None = None, by: str | None = None) -> Event:
        """
        A check-in of a key result, or of an objective itself: a number in the unit of its measure, True or False for a
        binary one, or None where only a confidence (0 to 1) or a note is stated.

        >>> okr.Event.check_in("launch", "2026-11-16", True).to_dict()["kind"]
        {'check_in': {'on': datetime.date(2026, 11, 16), 'value': True}}
        """
    @staticmethod
    def from_dict(fields: dict[str, Any], /) -> Event:
        """
        The same from a dict.

        >>> event = okr.Event.check_in("users", "2026-11-16", 160)
        >>> okr.Event.from_dict(event.to_dict()) == event
        True
        """
    @staticmethod
    def from_json(text: str | bytes | bytearray, /) -> Event:
        """
        Reads an event from JSON. Raises OkrError where it is none; whether it fits a workspace shows when it is applied.

        >>> okr.Event.from_json('{"of": "users", "kind": {"check_in": {"on": "2026-11-16", "value": 160}}}').kind
        'check_in'
        """
    @property
    def kind(self, /) -> EventKind:
        """
        What changes: `check_in`, `amendment`, `state` or `override`.
        """
    @property
    def of(self, /) -> str:
        """
        Id of what changes.
        """
    def recorded(self, /, at: Day, *, by: str | None = None) -> Event:
        """
        The same event with the day it was recorded and who did it: for a host's own journal, read by no rule.

        >>> okr.Event.check_in("users", "2026-11-16", 160).recorded("2026-11-17", by="ben").to_dict()["by"]
        'ben'
        """
    @staticmethod
    def state(of: str, on: Day, state: State, *, outcome: Outcome | None = None, score: SupportsFloat | SupportsIndex | None = None, reason: str | None = None, by: str | None = None) -> Event:
        """
        A change of state from a day on: `draft`, `active`, `postponed`, `cancelled`, `archived` or `closed`. To close, an
        outcome may be stated (`achieved`, `exceeded`, `missed`) and a score by hand, 0 to 1.

        >>> okr.Event.state("grow", "2026-12-31", "closed", outcome="achieved", score=0.8).kind
        'state'
        """
    @staticmethod
    def status(of: str, on: Day, status: Status, *, until: Day | None = None, by: str | None = None, reason: str | None = None) -> Event:
        """
        A status set by hand from a day on, up to and including `until`; without it the policy says how long it holds.

        >>> okr.Event.status("grow", "2026-11-01", "at_risk", by="ana", reason="a strike").kind
        'override'
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The event as plain values, its dates as `datetime.date`.
        """
    def to_json(self, /) -> str:
        """
        The event as JSON, on one line.

        >>> okr.Event.check_in("users", "2026-11-16", note="on leave").to_json()
        '{"of":"users","kind":{"check_in":{"on":"2026-11-16","note":"on leave"}}}'
        """

@final
class Finding:
    """
    One thing wrong or doubtful in a document, a policy or a scorecard.

    >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]})
    >>> finding = workspace.score("2026-11-21").findings[0]
    >>> finding.code, finding.severity, finding.path
    ('no_window', 'hint', '/objectives/0')
    """
    def __copy__(self, /) -> Finding: ...
    def __deepcopy__(self, _memo: Any, /) -> Finding: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[Code, Severity, str, str, str]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: Code, severity: Severity, path: str, message: str, help: str) -> Finding:
        """
        A finding of these parts. Raises OkrError (`unknown_word`) where the code or the severity is none.
        """
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def code(self, /) -> Code:
        """
        The stable name of what kind of thing it is, such as `unknown_field`.
        """
    @property
    def help(self, /) -> str:
        """
        What to do about it, in one line; empty where there is nothing to say.
        """
    @property
    def message(self, /) -> str:
        """
        What was found and what was expected, in one line.
        """
    @property
    def path(self, /) -> str:
        """
        Where: a JSON pointer into the document, empty for the document itself.
        """
    @property
    def severity(self, /) -> Severity:
        """
        How much it matters: `error`, `warning` or `hint`.
        """

@final
class FiscalCalendar:
    """
    A year of four quarters that starts on the first day of a month, 1 (January) to 12.

    >>> calendar = okr.FiscalCalendar(7)
    >>> quarter = calendar.quarter_of("2025-07-15")
    >>> quarter.year, quarter.number, quarter.label("FY {yy}/{next_yy} Q{quarter}")
    (2025, 1, 'FY 25/26 Q1')
    """
    def __copy__(self, /) -> FiscalCalendar: ...
    def __deepcopy__(self, _memo: Any, /) -> FiscalCalendar: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[int]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, start_month: SupportsIndex, /) -> FiscalCalendar: ...
    def __repr__(self, /) -> str: ...
    def quarter(self, year: SupportsIndex, number: SupportsIndex, /) -> FiscalQuarter:
        """
        A quarter by the year that its fiscal year starts in, and its number from 1 to 4.

        >>> okr.FiscalCalendar(2).quarter(2019, 1).end
        datetime.date(2019, 4, 30)
        """
    def quarter_of(self, day: Day, /) -> FiscalQuarter:
        """
        The quarter that a day lies in.

        >>> okr.FiscalCalendar(5).quarter_of("2030-01-31").number
        3
        """
    @property
    def start_month(self, /) -> int:
        """
        The month in which its years start, 1 to 12.
        """

@final
class FiscalQuarter:
    """
    One quarter of a fiscal year; made by an `okr.FiscalCalendar`. Quarters sort by date.

    >>> quarter = okr.FiscalCalendar(10).quarter_of("2026-11-15")
    >>> quarter.cycle("2026-Q4", name="Q4")
    okr.Cycle('2026-Q4', '2026-10-01', '2026-12-31', name='Q4')
    """
    def __contains__(self, day: Day, /) -> bool:
        """
        Whether a day lies in it.
        """
    def __copy__(self, /) -> FiscalQuarter: ...
    def __deepcopy__(self, _memo: Any, /) -> FiscalQuarter: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ge__(self, other: object, /) -> bool: ...
    def __gt__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, other: object, /) -> bool: ...
    def __lt__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[int, int]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def calendar(self, /) -> FiscalCalendar:
        """
        The calendar that it belongs to.
        """
    def cycle(self, id: str, /, *, name: str | None = None) -> Cycle:
        """
        It as a cycle that a document can hold.
        """
    @property
    def end(self, /) -> date:
        """
        Its last day.
        """
    def label(self, template: str, /) -> str:
        """
        What it is called, by a template: `{year}` and `{yy}` are the year that the fiscal year starts in, with four digits
        and with two, `{next_year}` and `{next_yy}` the year after that, and `{quarter}` its number. Raises OkrError for
        anything else in braces.

        >>> okr.FiscalCalendar(2).quarter(2019, 1).label("FY{next_yy}-Q{quarter}")
        'FY20-Q1'
        """
    @property
    def next(self, /) -> FiscalQuarter | None:
        """
        The quarter after it; None where no date is left for one.
        """
    @property
    def number(self, /) -> int:
        """
        Its number within the fiscal year, 1 to 4.
        """
    @property
    def previous(self, /) -> FiscalQuarter | None:
        """
        The quarter before it; None where no date is left for one.
        """
    @property
    def start(self, /) -> date:
        """
        Its first day.
        """
    @property
    def year(self, /) -> int:
        """
        The year that its fiscal year starts in.
        """

@final
class KeyResultRow:
    """
    One key result of a scorecard. Two rows are equal where their ids and scorecards are.

    >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
    >>> row = workspace.score("2026-10-05")["k"]
    >>> row.value, row.target, row.progress, row.objective.id
    (5.0, 10.0, 0.5, 'o')
    """
    def __copy__(self, /) -> KeyResultRow: ...
    def __deepcopy__(self, _memo: Any, /) -> KeyResultRow: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[Scorecard, str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def ambition(self, /) -> Ambition | None:
        """
        How sure the promise is: `committed`, `aspirational` or `learning`; None where it is not stated.
        """
    @property
    def baseline(self, /) -> float | None:
        """
        Start value in force, in the measure's unit; None where the measure has none.
        """
    @property
    def check_ins(self, /) -> int:
        """
        How many check-ins there are by the date, or readings of its KPI.
        """
    @property
    def computed_status(self, /) -> Status | None:
        """
        The status without the one set by hand; None where none is.
        """
    @property
    def confidence(self, /) -> float | None:
        """
        Stated confidence, 0 to 1; None where nobody stated any.
        """
    @property
    def contribution(self, /) -> float | None:
        """
        What it adds to the progress where it counts, a fraction; None where it does not.
        """
    @property
    def counted(self, /) -> bool:
        """
        Whether it counts: a key result in its objective, an objective in its cycle.
        """
    @property
    def cycle(self, /) -> str | None:
        """
        Id of its objective's cycle.
        """
    @property
    def due(self, /) -> date | None:
        """
        Last day of its window; None where none is known.
        """
    @property
    def expected(self, /) -> float | None:
        """
        Progress that the plan asks for by the date, a fraction; None where nothing is expected.
        """
    @property
    def grade(self, /) -> str | None:
        """
        What the score, or the level reached, is called; None where it has no name.
        """
    @property
    def id(self, /) -> str:
        """
        Its id.
        """
    @property
    def is_stale(self, /) -> bool:
        """
        Whether nobody has checked in for too long on anything that counts.
        """
    @property
    def label(self, /) -> str | None:
        """
        What the policy calls the status; None where it has no word of its own.
        """
    @property
    def last_check_in(self, /) -> date | None:
        """
        Day of the last check-in by the date; None where there is none. An objective's is also that of its key results, a
        key result's that of a reading of its KPI.
        """
    @property
    def left_out(self, /) -> LeftOut | None:
        """
        Why it does not count, such as `guardrail` or `postponed`; None where it does.
        """
    @property
    def manual_score(self, /) -> float | None:
        """
        The score given by hand when it was closed, 0 to 1; None where none was.
        """
    @property
    def measure(self, /) -> MeasureKind:
        """
        The kind of its measure, by the amendments in force: `move`, `ratio`, `at_least` and so on.
        """
    @property
    def objective(self, /) -> ObjectiveRow:
        """
        The row of its objective.
        """
    @property
    def override(self, /) -> Override | None:
        """
        The status set by hand, where one is in force.
        """
    @property
    def owner(self, /) -> str | None:
        """
        Id of its owner.
        """
    @property
    def progress(self, /) -> float | None:
        """
        Progress as shown, a fraction, 1 = 100 %; None where nothing counts or the measure makes none.
        """
    @property
    def raw(self, /) -> float | None:
        """
        Progress before any clamp, a fraction that may be negative or above 1; None where progress is.
        """
    @property
    def role(self, /) -> Role:
        """
        Whether it counts or guards: `normal` or `guardrail`.
        """
    @property
    def score(self, /) -> float | None:
        """
        The computed score, a fraction; None until it is over.
        """
    @property
    def stale_days(self, /) -> int | None:
        """
        Whole days since the last check-in, or since the start; None where neither is known.
        """
    @property
    def start(self, /) -> date | None:
        """
        First day of its window; None where none is known.
        """
    @property
    def state(self, /) -> State:
        """
        Its state on the date: `draft`, `active`, `postponed`, `cancelled`, `archived` or `closed`.
        """
    @property
    def status(self, /) -> Status:
        """
        How it stands: `none`, `not_started`, `on_track`, `at_risk`, `off_track`, `achieved`, `exceeded`, `missed`,
        `postponed`, `cancelled` or `archived`.
        """
    @property
    def status_reason(self, /) -> Reason | None:
        """
        Which step decided the status, such as `ratio`, `goal`, `stale` or `guardrail`.
        """
    @property
    def target(self, /) -> float | None:
        """
        Target in force, resolved, in the measure's unit; None where the measure has none.
        """
    @property
    def team(self, /) -> str | None:
        """
        Id of its objective's team.
        """
    @property
    def title(self, /) -> str:
        """
        What is to be reached.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All that its table says of it, as a dict.
        """
    def to_json(self, /) -> str:
        """
        The same as JSON, on one line; dates are text.
        """
    @property
    def unit(self, /) -> str | None:
        """
        The unit of its values, that of an amendment included.
        """
    @property
    def value(self, /) -> float | None:
        """
        Present value, in the measure's unit; None where there is none yet.
        """
    @property
    def weight(self, /) -> float | None:
        """
        Its share where it counts, of 1; None where it does not.
        """

@final
class Limits:
    """
    How much of everything a document may have. What is left out is the default, which suits untrusted input; a limit
    above its maximum holds as the maximum.

    >>> few = okr.Limits(objectives=1)
    >>> try:
    ...     okr.loads({"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}, limits=few)
    ... except okr.OkrError as error:
    ...     print(error.code, error.path)
    too_many /objectives/1
    """
    def __copy__(self, /) -> Limits: ...
    def __deepcopy__(self, _memo: Any, /) -> Limits: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, *, bytes: SupportsIndex | None = None, depth: SupportsIndex | None = None, text: SupportsIndex | None = None, id: SupportsIndex | None = None, records: SupportsIndex | None = None, objectives: SupportsIndex | None = None, key_results: SupportsIndex | None = None, links: SupportsIndex | None = None, fan_in: SupportsIndex | None = None, check_ins: SupportsIndex | None = None, policies: SupportsIndex | None = None, others: SupportsIndex | None = None) -> Limits: ...
    def __reduce__(self, /) -> tuple[Any, tuple[list[int]]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def bytes(self, /) -> int:
        """
        Bytes of the document.
        """
    @property
    def check_ins(self, /) -> int:
        """
        Check-ins and KPI readings, and once more the readings that key results read of KPIs.
        """
    @property
    def depth(self, /) -> int:
        """
        Levels of nested arrays and objects.
        """
    @property
    def fan_in(self, /) -> int:
        """
        Links into one objective or key result.
        """
    @property
    def id(self, /) -> int:
        """
        Bytes of one id.
        """
    @property
    def key_results(self, /) -> int:
        """
        Key results.
        """
    @staticmethod
    def large() -> Limits:
        """
        The highest counts there are, and just under 4 GiB of text.

        >>> okr.Limits.large().objectives
        100000000
        """
    @property
    def links(self, /) -> int:
        """
        Links.
        """
    @property
    def objectives(self, /) -> int:
        """
        Objectives.
        """
    @property
    def others(self, /) -> int:
        """
        Everything else that comes in lists, together.
        """
    @property
    def policies(self, /) -> int:
        """
        Different policies that objectives state for themselves.
        """
    @property
    def records(self, /) -> int:
        """
        Cycles, teams, people and KPIs, each.
        """
    @property
    def text(self, /) -> int:
        """
        Bytes of one text.
        """

@final
class ObjectiveRow:
    """
    One objective of a scorecard. Two rows are equal where their ids and scorecards are.

    >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
    >>> row = workspace.score("2026-10-05")["o"]
    >>> row.progress, row.expected, [each.id for each in row.key_results]
    (0.5, None, ['k'])
    """
    def __copy__(self, /) -> ObjectiveRow: ...
    def __deepcopy__(self, _memo: Any, /) -> ObjectiveRow: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[Scorecard, str]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def ambition(self, /) -> Ambition | None:
        """
        How sure the promise is: `committed`, `aspirational` or `learning`; None where it is not stated.
        """
    @property
    def baseline(self, /) -> float | None:
        """
        Start value of its own measure, in its unit; None where there is none.
        """
    @property
    def computed_status(self, /) -> Status | None:
        """
        The status without the one set by hand; None where none is.
        """
    @property
    def confidence(self, /) -> float | None:
        """
        Stated confidence, 0 to 1; None where nobody stated any.
        """
    @property
    def contribution(self, /) -> float | None:
        """
        What it adds to the progress where it counts, a fraction; None where it does not.
        """
    @property
    def counted(self, /) -> bool:
        """
        Whether it counts: a key result in its objective, an objective in its cycle.
        """
    @property
    def cycle(self, /) -> str | None:
        """
        Id of its cycle.
        """
    @property
    def due(self, /) -> date | None:
        """
        Last day of its window; None where none is known.
        """
    @property
    def expected(self, /) -> float | None:
        """
        Progress that the plan asks for by the date, a fraction; None where nothing is expected.
        """
    @property
    def grade(self, /) -> str | None:
        """
        What the score, or the level reached, is called; None where it has no name.
        """
    @property
    def guardrails(self, /) -> list[Guardrail]:
        """
        Its guardrails, and how each stands.
        """
    @property
    def id(self, /) -> str:
        """
        Its id.
        """
    @property
    def is_stale(self, /) -> bool:
        """
        Whether nobody has checked in for too long on anything that counts.
        """
    @property
    def key_results(self, /) -> list[KeyResultRow]:
        """
        Its key results, in the order of the document.
        """
    @property
    def label(self, /) -> str | None:
        """
        What the policy calls the status; None where it has no word of its own.
        """
    @property
    def last_check_in(self, /) -> date | None:
        """
        Day of the last check-in by the date; None where there is none. An objective's is also that of its key results, a
        key result's that of a reading of its KPI.
        """
    @property
    def left_out(self, /) -> LeftOut | None:
        """
        Why it does not count, such as `guardrail` or `postponed`; None where it does.
        """
    @property
    def level(self, /) -> int:
        """
        How far below it stands: 0 where it contributes to nothing, else one more than the lowest that it contributes to.
        """
    @property
    def manual_score(self, /) -> float | None:
        """
        The score given by hand when it was closed, 0 to 1; None where none was.
        """
    @property
    def override(self, /) -> Override | None:
        """
        The status set by hand, where one is in force.
        """
    @property
    def owner(self, /) -> str | None:
        """
        Id of its owner.
        """
    @property
    def parent(self, /) -> str | None:
        """
        Id of the objective or key result that it contributes to, the first of several; None where it contributes to nothing.
        """
    @property
    def progress(self, /) -> float | None:
        """
        Progress as shown, a fraction, 1 = 100 %; None where nothing counts or the measure makes none.
        """
    @property
    def raw(self, /) -> float | None:
        """
        Progress before any clamp, a fraction that may be negative or above 1; None where progress is.
        """
    @property
    def score(self, /) -> float | None:
        """
        The computed score, a fraction; None until it is over.
        """
    @property
    def start(self, /) -> date | None:
        """
        First day of its window; None where none is known.
        """
    @property
    def state(self, /) -> State:
        """
        Its state on the date: `draft`, `active`, `postponed`, `cancelled`, `archived` or `closed`.
        """
    @property
    def status(self, /) -> Status:
        """
        How it stands: `none`, `not_started`, `on_track`, `at_risk`, `off_track`, `achieved`, `exceeded`, `missed`,
        `postponed`, `cancelled` or `archived`.
        """
    @property
    def status_reason(self, /) -> Reason | None:
        """
        Which step decided the status, such as `ratio`, `goal`, `stale` or `guardrail`.
        """
    @property
    def target(self, /) -> float | None:
        """
        Target of its own measure, resolved, in its unit; None where there is none.
        """
    @property
    def team(self, /) -> str | None:
        """
        Id of its team, its owner's where it names none.
        """
    @property
    def title(self, /) -> str:
        """
        What is to be reached.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        All that its table says of it, as a dict.
        """
    def to_json(self, /) -> str:
        """
        The same as JSON, on one line; dates are text.
        """
    @property
    def unit(self, /) -> str | None:
        """
        The unit of its values.
        """
    @property
    def value(self, /) -> float | None:
        """
        Present value of its own measure, in its unit; None where there is none.
        """
    @property
    def weight(self, /) -> float | None:
        """
        Its share where it counts, of 1; None where it does not.
        """

@final
class Policy:
    """
    The rules of counting: a preset, or what differs from one.

    >>> policy = okr.Policy.from_dict({"base": "google", "rollup": {"mean": "minimum"}})
    >>> policy.to_dict()["rollup"]["mean"]
    'minimum'
    >>> okr.Policy.preset("google").name
    'google'
    """
    def __copy__(self, /) -> Policy: ...
    def __deepcopy__(self, _memo: Any, /) -> Policy: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_dict(fields: dict[str, Any], /) -> Policy:
        """
        The same from a dict.

        >>> okr.Policy.from_dict({"name": "ours", "weights": {"rule": "evenly"}}).name
        'ours'
        """
    @staticmethod
    def from_json(text: str | bytes | bytearray, /) -> Policy:
        """
        Reads a policy document: the stated fields on top of its `base`, the preset `default` where none is named. Raises
        OkrError with everything that is wrong with it.

        >>> okr.Policy.from_json('{"status": {"grace": 0.2}}').to_dict()["status"]["grace"]
        0.2
        """
    @property
    def name(self, /) -> str:
        """
        The name it goes by.
        """
    @property
    def notes(self, /) -> list[str]:
        """
        What a reader should know: silences and contradictions of the sources.
        """
    def percent(self, fraction: SupportsFloat | SupportsIndex | None, /) -> str:
        """
        A fraction in percent, as the policy's `display` shows it; what is absent as it says.

        >>> okr.Policy.preset("default").percent(0.5689), okr.Policy.preset("default").percent(None)
        ('57%', '–')
        """
    @staticmethod
    def preset(name: str, /) -> Policy:
        """
        A preset by name; `okr.presets()` lists them. Raises OkrError (`unknown_policy`), with the nearest name as help.

        >>> okr.Policy.preset("doerr").name
        'doerr'
        """
    @property
    def sources(self, /) -> list[str]:
        """
        Where the rules are written down.
        """
    @property
    def title(self, /) -> str:
        """
        What it is, in one line; empty where it does not say.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The whole policy, every field stated.

        >>> okr.Policy.preset("default").to_dict()["clamp"]["shown"]
        {'min': 0.0, 'max': 1.0}
        """
    def to_json(self, /) -> str:
        """
        The same as JSON, on one line.
        """

_D = TypeVar("_D")

@final
class Scorecard(Mapping[str, ObjectiveRow | KeyResultRow]):
    """
    A workspace evaluated as of a date: a mapping from the ids of objectives and key results to their rows, in the order
    of the document. It never changes.

    >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
    >>> card = workspace.score("2026-10-05")
    >>> list(card), card["k"].progress, card["o"].status
    (['o', 'k'], 0.5, 'none')
    """
    def __contains__(self, id: Any, /) -> bool: ...
    def __copy__(self, /) -> Scorecard: ...
    def __deepcopy__(self, _memo: Any, /) -> Scorecard: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getitem__(self, id: str, /) -> ObjectiveRow | KeyResultRow:
        """
        The row of an objective or key result. Raises okr.UnknownIdError, which is an OkrError and a KeyError.
        """
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[str]:
        """
        The ids of all objectives and key results, in the order of the document.
        """
    def __len__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[Workspace, str, Policy | None]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def as_of(self, /) -> date:
        """
        The date it holds for.
        """
    def cycle(self, id: str, /) -> GroupRow:
        """
        The row of a cycle: the mean of its own objectives. Raises okr.UnknownIdError where none has that id.
        """
    def cycle_rows(self, /) -> list[GroupRow]:
        """
        The rows of all cycles, in the order of the document.
        """
    @property
    def cycles(self, /) -> Table:
        """
        The cycles as a table, in the order of the document: the mean progress of their objectives.
        """
    def due_check_ins(self, id: str, /) -> list[DueCheckIn]:
        """
        The check-ins of a key result that fall due in its window, and whether they came. Raises okr.UnknownIdError where it
        is no key result.
        """
    def explain(self, id: str, /) -> Explanation:
        """
        Why an objective or key result stands where it does: `lines` that add up to its progress, what was left out, and
        the rules used. Printed, it shows how the lines add up. Raises okr.UnknownIdError.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
        ...     {"id": "a", "title": "A", "weight": 3, "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
        ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
        >>> why = workspace.score("2026-10-05").explain("o")
        >>> [(line.id, line.contribution, line.rule) for line in why.lines]
        [('a', 0.375, 'R3'), ('b', 0.0, 'R3')]
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        What is doubtful about this evaluation, at most 1,000. What is doubtful about the document is its workspace's.
        """
    @overload
    def get(self, id: str, default: None = None, /) -> ObjectiveRow | KeyResultRow | None: ...
    @overload
    def get(self, id: str, default: _D, /) -> ObjectiveRow | KeyResultRow | _D:
        """
        The row of an objective or key result, `default` where nothing has that id.
        """
    def items(self, /) -> list[tuple[str, ObjectiveRow | KeyResultRow]]:  # type: ignore[override]
        """
        Ids with their rows, in the order of the document.
        """
    def key_result(self, id: str, /) -> KeyResultRow:
        """
        The row of a key result. Raises okr.UnknownIdError where none has that id.
        """
    def key_result_rows(self, /) -> list[KeyResultRow]:
        """
        The rows of all key results, in the order of the document.
        """
    @property
    def key_results(self, /) -> Table:
        """
        All key results as a table, in the order of the document, each with the id of its `objective`.
        """
    def keys(self, /) -> list[str]:  # type: ignore[override]
        """
        The ids of all objectives and key results, in the order of the document.
        """
    def kpi(self, id: str, /) -> KpiRow:
        """
        The row of a KPI. Raises okr.UnknownIdError where none has that id.
        """
    def kpi_rows(self, /) -> list[KpiRow]:
        """
        The rows of all KPIs, in the order of the document.
        """
    @property
    def kpis(self, /) -> Table:
        """
        The KPIs as a table, in the order of the document.
        """
    def objective(self, id: str, /) -> ObjectiveRow:
        """
        The row of an objective. Raises okr.UnknownIdError where none has that id.

        >>> okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objective("o").title
        'Grow'
        """
    def objective_rows(self, /) -> list[ObjectiveRow]:
        """
        The rows of all objectives, in the order of the document.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]})
        >>> [row.title for row in workspace.score("2026-10-05").objective_rows()]
        ['A', 'B']
        """
    @property
    def objectives(self, /) -> Table:
        """
        All objectives as a table, in the order of the document, with everything their rows say that is one value.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]})
        >>> table = workspace.score("2026-10-05").objectives
        >>> table
        <okr.Table objectives: 2 rows, 33 columns>
        >>> list(table["title"])
        ['A', 'B']
        """
    @property
    def people(self, /) -> Table:
        """
        The people as a table, in the order of the document: the mean progress of the objectives they own.
        """
    def person(self, id: str, /) -> GroupRow:
        """
        The row of a person: the mean of the objectives they own. Raises okr.UnknownIdError where nobody has that id.

        >>> workspace = okr.Workspace(people=[okr.Person("ana", "Ana")])
        >>> workspace.score("2026-10-05").person("ana").name
        'Ana'
        """
    def person_rows(self, /) -> list[GroupRow]:
        """
        The rows of all people, in the order of the document.
        """
    @property
    def policy(self, /) -> Policy:
        """
        The policy it was made with.
        """
    def progress(self, id: str, /) -> float | None:
        """
        Progress of an objective or key result, a fraction, 1 = 100 %; None where nothing counts. The same as
        `card[id].progress`, without making the row.
        """
    def proposed_state(self, id: str, /) -> State:
        """
        The state that is proposed at the end for an objective or key result: `closed`, or `postponed` where it made no
        progress and the `carry_over.unmoved` of the policy says so; what is not active keeps its state. Raises
        okr.UnknownIdError.

        >>> workspace = okr.Workspace(policy="viva_goals", objectives=[okr.Objective("grow", "Grow", key_results=[
        ...     okr.KeyResult("users", "Users", okr.Measure.move(0, 10))])])
        >>> workspace.score("2026-12-31").proposed_state("users")
        'postponed'
        """
    def report(self, /) -> dict[str, Any]:
        """
        The whole scorecard with its reasons as plain values: objectives with their key results, KPIs, teams, people,
        cycles, and what is doubtful. Absent numbers are None, dates are `datetime.date`.

        >>> report = okr.loads({"okr": 1, "name": "Acme"}).score("2026-10-05").report()
        >>> report["workspace"], report["as_of"], report["objectives"]
        ('Acme', datetime.date(2026, 10, 5), [])
        """
    def table(self, name: TableName, /, order: TableOrder | None = None) -> Table:
        """
        A table by its name: `objectives`, `key_results`, `teams`, `people`, `cycles` or `kpis`. Raises ValueError where the
        name or order is another.

        The order is that of the document, `document`, where nothing is said. In the order `rows`, which is the engine's
        own, the numbers of objectives and key results are always those of the engine itself; in the order of the document
        they are copied once where the two orders differ.

        >>> card = okr.loads({"okr": 1, "objectives": [{"id": "all", "title": "All"},
        ...     {"id": "part", "title": "Part", "aligned_to": [{"to": "all"}]}]}).score("2026-10-05")
        >>> list(card.table("objectives", order="rows")["id"]), list(card.objectives["id"])
        (['part', 'all'], ['all', 'part'])
        """
    def team(self, id: str, /) -> GroupRow:
        """
        The row of a team: the mean of its and its sub-teams' objectives. Raises okr.UnknownIdError where none has that id.
        """
    def team_rows(self, /) -> list[GroupRow]:
        """
        The rows of all teams, in the order of the document.
        """
    @property
    def teams(self, /) -> Table:
        """
        The teams as a table, in the order of the document: the mean progress of their and their sub-teams' objectives.
        """
    def to_json(self, /) -> str:
        """
        The same as JSON, on one line.
        """
    @property
    def unlisted_findings(self, /) -> int:
        """
        How many more there are than `findings` lists.
        """
    def values(self, /) -> list[ObjectiveRow | KeyResultRow]:  # type: ignore[override]
        """
        The rows of all objectives and key results, in the order of the document.
        """
    @property
    def workspace(self, /) -> Workspace:
        """
        The workspace it was made of.
        """

@final
class Table:
    """
    Rows and columns, as pandas, polars, pyarrow and duckdb read them: `polars.DataFrame(table)`, `pyarrow.table(table)`,
    `duckdb.sql("from goals")` where a variable `goals` is the table, or `table.to_pandas()`. polars and pyarrow look at the numbers
    where they are, as numpy does at those of a column; pandas makes copies. No other package is needed.

    A scorecard has the tables `objectives`, `key_results`, `teams`, `people`, `cycles` and `kpis`, a workspace `check_ins`.
    A table is a snapshot: later check-ins never change it, and it stays when its scorecard is gone. Two tables are equal
    where they are the same table of equal scorecards. Iterating gives the rows as dicts.

    >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
    ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
    ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
    >>> table = workspace.score("2026-10-05").key_results
    >>> len(table), list(table["progress"])
    (2, [0.5, 0.0])
    >>> [(row["id"], row["status_reason"]) for row in table if row["value"] is None]
    [('b', 'not_started')]
    """
    def __arrow_c_schema__(self, /) -> Any:
        """
        The types of the columns for an Arrow reader, in a capsule.
        """
    def __arrow_c_stream__(self, /, requested_schema: Any | None = None) -> Any:
        """
        The table for an Arrow reader, as a stream of one batch in a capsule. Another type is not made on request.
        """
    def __contains__(self, name: str, /) -> bool:
        """
        Whether there is a column of that name.
        """
    def __copy__(self, /) -> Table: ...
    def __deepcopy__(self, _memo: Any, /) -> Table: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __getitem__(self, name: str, /) -> Column:
        """
        A column by its name. Raises KeyError where there is none.
        """
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[dict[str, Any]]:
        """
        The rows as dicts, one after the other.
        """
    def __len__(self, /) -> int:
        """
        How many rows there are.
        """
    def __reduce__(self, /) -> tuple[Any, tuple]: ...
    def __repr__(self, /) -> str: ...
    def _repr_html_(self, /) -> str:
        """
        The first rows as HTML, which notebooks show.
        """
    @property
    def column_names(self, /) -> list[str]:
        """
        The names of its columns, in their order.

        >>> okr.loads({"okr": 1}).check_ins.column_names
        ['objective', 'key_result', 'on', 'value', 'confidence', 'note', 'by']
        """
    @property
    def columns(self, /) -> list[Column]:
        """
        Its columns, in their order.
        """
    def to_dicts(self, /) -> list[dict[str, Any]]:
        """
        The rows as dicts of plain values: float, int, str, bool, `datetime.date`, and None where there is none.

        >>> okr.loads({"okr": 1, "teams": [{"id": "t", "name": "T"}]}).score("2026-10-05").teams.to_dicts()[0]["name"]
        'T'
        """
    def to_pandas(self, /) -> Any:
        """
        A pandas data frame; needs pandas 2.2 or later, and no pyarrow. Numbers are float64 with NaN for null, integers the
        nullable Int32, dates datetime64 with NaT for null, words of a closed set such as the status categorical, texts what
        this pandas takes for texts.

        >>> frame = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objectives.to_pandas()
        >>> frame.loc[0, "status"], str(frame["progress"].dtype)
        ('none', 'float64')
        """
    def to_polars(self, /) -> Any:
        """
        A polars data frame, the same as `polars.DataFrame(table)`; needs polars. Numbers are not copied.

        >>> okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objectives.to_polars()["id"].item()
        'o'
        """
    def to_pyarrow(self, /) -> Any:
        """
        A pyarrow table, the same as `pyarrow.table(table)`; needs pyarrow. Nothing is copied.

        >>> okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objectives.to_pyarrow().num_rows
        1
        """

@final
class Workspace:
    """
    All OKR data of one organisation, checked and ready to be scored. It never changes: `apply` gives a new one. Made of
    definitions here, or of JSON by `okr.load` and `okr.loads`, and like those it raises OkrError with everything that is
    wrong in `findings`.

    Two workspaces are equal where their documents are. Threads may score one at once.

    >>> workspace = okr.Workspace(name="Acme", objectives=[
    ...     okr.Objective("grow", "Grow", start="2026-10-01", due="2026-12-31", key_results=[
    ...         okr.KeyResult("users", "Double the users", okr.Measure.move(100, 200))])])
    >>> workspace = workspace.apply(okr.Event.check_in("users", "2026-11-15", 160))
    >>> workspace.score("2026-11-15")["grow"].progress
    0.6
    """
    def __copy__(self, /) -> Workspace: ...
    def __deepcopy__(self, _memo: Any, /) -> Workspace: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __new__(cls, /, *, name: str = "", policy: Policy | str | dict[str, Any] | None = None, confidence_scale: Iterable[SupportsFloat | SupportsIndex] | None = None, cycles: Iterable[Cycle | dict[str, Any]] | None = None, teams: Iterable[Team | dict[str, Any]] | None = None, people: Iterable[Person | dict[str, Any]] | None = None, kpis: Iterable[Kpi | dict[str, Any]] | None = None, objectives: Iterable[Objective | dict[str, Any]] | None = None, limits: Limits | None = None) -> Workspace: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def apply(self, /, *events: "Event") -> Workspace:
        """
        A new workspace with one event more, or several: all of them, or an exception and nothing. This one stays as it is.

        A call copies the workspace once, however many events it is given: many events belong in one call. Raises OkrError;
        its path is that of the event as JSON, behind the event's place where there are several: `/1/kind/check_in/value`.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
        ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}}]}]})
        >>> later = workspace.apply(
        ...     okr.Event.check_in("k", "2026-10-01", 2),
        ...     okr.Event.check_in("k", "2026-10-08", 5),
        ... )
        >>> later.score("2026-10-09").progress("k"), workspace.score("2026-10-09").progress("k")
        (0.5, 0.0)
        """
    def carry_over(self, card: Scorecard, carries: Iterable[CarryOver], /) -> Workspace:
        """
        A new workspace with the objectives that `continuations` gives: all of them, or an exception and nothing. This one
        stays as it is.

        >>> workspace = okr.Workspace(
        ...     cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31"), okr.Cycle("Q1", "2027-01-01", "2027-03-31")],
        ...     objectives=[okr.Objective("grow", "Grow", cycle="Q4")])
        >>> next = workspace.carry_over(workspace.score("2026-12-31"), [okr.CarryOver("grow", "grow-q1", "Q1")])
        >>> [objective.id for objective in next.document().objectives]
        ['grow', 'grow-q1']
        """
    @property
    def check_ins(self, /) -> Table:
        """
        Every check-in as a table, those dated in the future too: objectives in the order of the document, each with its own
        check-ins and then those of its key results, by date.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
        ...     {"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]}]}]})
        >>> [(row["key_result"], row["on"], row["value"]) for row in workspace.check_ins]
        [('k', datetime.date(2026, 10, 1), 5.0)]
        """
    def compare_policies(self, /, before: Policy | str | dict[str, Any], after: Policy | str | dict[str, Any], as_of: Day) -> PolicyComparison:
        """
        What changes when this workspace is counted by the policy `after` instead of `before`, and why: every row that
        differs in progress, status, score or grade, with the fields that cause it. Printed, it lists them.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
        ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
        ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
        >>> change = workspace.compare_policies("default", {"rollup": {"mean": "minimum"}}, "2026-10-05")
        >>> row = change.rows[0]
        >>> row.id, row.before.progress, row.after.progress, row.causes[0].fields
        ('o', 0.25, 0.0, ('rollup.mean',))
        """
    def continuations(self, card: Scorecard, carries: Iterable[CarryOver], /) -> list[Objective]:
        """
        The objectives that continue others in the next cycle, in the order of `carries`; nothing is added. The date of the
        scorecard, one of this workspace, is the day of carrying, and the `carry_over` of its policy decides. What is stated
        about the objectives and their key results comes along, `continues` names what each came from; check-ins,
        amendments, states, overrides, initiatives, plans and dates of their own stay behind. Raises OkrError.

        >>> workspace = okr.Workspace(
        ...     cycles=[okr.Cycle("Q4", "2026-10-01", "2026-12-31"), okr.Cycle("Q1", "2027-01-01", "2027-03-31")],
        ...     objectives=[okr.Objective("grow", "Grow", cycle="Q4", key_results=[
        ...         okr.KeyResult("users", "Users", okr.Measure.move(0, 10), check_ins=[okr.CheckIn("2026-11-16", 5)])])])
        >>> card = workspace.score("2026-12-31")
        >>> grow, = workspace.continuations(card, [okr.CarryOver("grow", "grow-q1", "Q1", key_results={"users": "users-q1"})])
        >>> grow.continues, grow.key_results[0].measure
        ('grow', okr.Measure.move(5.0, 10.0))
        """
    def document(self, /) -> Document:
        """
        The document as it is now, as definitions.

        >>> workspace = okr.loads('{"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": []}]}')
        >>> workspace.document().objectives[0]
        okr.Objective('o', 'Grow')
        """
    @property
    def findings(self, /) -> list[Finding]:
        """
        Warnings and hints about the document as it is now, at most 1,000. Those of an evaluation are its scorecard's.
        """
    @property
    def name(self, /) -> str | None:
        """
        The name of the organisation; None where the document states none.

        >>> okr.Workspace(name="Acme").name
        'Acme'
        """
    @property
    def policy(self, /) -> Policy:
        """
        The policy in force.
        """
    def save(self, path: str | PathLike[str], /) -> None:
        """
        Writes the document as it is now to a file that `okr.load` reads, as canonical JSON with a line end. A file that is
        there is replaced as a whole, once the new one is on the disk: whoever reads it meanwhile finds the old document or
        the new one, and where writing fails the old one stays. Raises OSError.

        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "acme.json")
        ...     okr.Workspace(name="Acme").save(path)
        ...     okr.load(path)
        <okr.Workspace 'Acme': 0 objectives, 0 key results>
        """
    def score(self, /, as_of: Day, policy: Policy | str | dict[str, Any] | None = None) -> Scorecard:
        """
        Evaluates everything as of a date, under the workspace's own policy or another one: an `okr.Policy`, the name of a
        preset, or a dict of its fields. Raises OkrError where the policy is none, or `bad_date`.

        >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
        ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
        ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
        >>> workspace.score(datetime.date(2026, 10, 5)).progress("o")
        0.25
        >>> workspace.score("2026-10-05", {"rollup": {"mean": "minimum"}}).progress("o")
        0.0
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The document as it is now, as plain values whose dates are `datetime.date`.

        >>> okr.Workspace(name="Acme").to_dict()
        {'okr': 1, 'name': 'Acme'}
        """
    def to_json(self, /) -> str:
        """
        The document as it is now, as canonical JSON on one line: what is read back is equal.

        >>> okr.loads('{"policy": "default", "name": "Acme", "okr": 1.0}').to_json()
        '{"okr":1,"name":"Acme"}'
        """
    @property
    def unlisted_findings(self, /) -> int:
        """
        How many more there are than `findings` lists.
        """

def _copied(value: Any, /) -> Any:
    """
    Plain values as the engine keeps them: a copy that nobody else can change, and nothing in it that JSON does not have.
    """

def _day(value: Any, path: str, /) -> date:
    """
    The date that an argument means, for definitions; `path` is where it is told to be wrong.
    """

def _json(value: Any, /) -> str:
    """
    Plain values as JSON on one line, for the results that are written in Python.
    """

def _keep_unused_pages() -> None:
    """
    Leaves unused pages for the system to take, in place of giving them back at once.
    """

def _restore_event(text: str, /) -> Event:
    """
    Brings back a pickled event.
    """

def _restore_limits(counts: SupportsGetItem[int, SupportsIndex], /) -> Limits:
    """
    Brings back pickled limits.
    """

def _restore_policy(text: str, /) -> Policy:
    """
    Brings back a pickled policy.
    """

def _restore_scorecard(workspace: Workspace, as_of: Day, policy: Policy | str | dict[str, Any] | None, /) -> Scorecard:
    """
    Brings back a pickled scorecard: the numbers follow from workspace, date and policy.
    """

def _restore_workspace(text: str | bytes | bytearray, /) -> Workspace:
    """
    Brings back a pickled workspace.
    """

def example() -> Workspace:
    """
    An organisation to try things out on, as it stood on 2026-11-21: Larkfield, which makes software for technicians, with
    the objectives of a year and of its last two quarters.

    >>> card = okr.example().score("2026-11-21")
    >>> card["engagement"].title, card["engagement"].status
    ('Increase user engagement', 'on_track')
    """

def from_tables(*, objectives: TableLike | None = None, key_results: TableLike | None = None, check_ins: TableLike | None = None, alignments: TableLike | None = None, cycles: TableLike | None = None, teams: TableLike | None = None, people: TableLike | None = None, kpis: TableLike | None = None, readings: TableLike | None = None, policy: Policy | str | dict[str, Any] | None = None, confidence_scale: Iterable[SupportsFloat | SupportsIndex] | None = None, name: str = "", limits: Limits | None = None) -> Workspace:
    """
    Builds a workspace from tables, one row for every objective, key result, check-in and so on; columns have the names of
    the document's fields, and a null says that nothing is stated. Rows may come in any order: key results of an objective,
    and check-ins of one day, are in the order of their rows.

    A table is anything with Arrow's interface (a data frame of pandas or polars, a pyarrow table, a duckdb result, an
    `okr.Table`), whose texts and dates are read where they lie; or a dict of lists, or a list of dicts, or mappings and
    sequences of other classes. Nothing is kept of them, and nothing may change them until the call returns. Fields that
    are lists or objects stand as JSON text, in dicts and lists also as themselves; there `None`, NaN, `NaT` and
    `pandas.NA` all say that nothing is stated. Columns named `__index_level_0__` and so on, the index of a pandas
    frame, are left out. `okr.TableLike` is the type of all of them.

    Raises OkrError with everything that is wrong in `findings`; a path such as `/check_ins/17/value` names table, row (from
    0) and column. `limits` are the highest there are, where none are stated.

    >>> workspace = okr.from_tables(
    ...     objectives={"id": ["habit"], "title": ["A daily habit"], "start": ["2026-10-01"], "due": ["2026-12-31"]},
    ...     key_results=[
    ...         {"objective": "habit", "id": "dau", "title": "Daily users", "kind": "move", "baseline": 100, "target": "+100%"},
    ...         {"objective": "habit", "id": "nps", "title": "NPS of 50", "kind": "ratio", "target": 50, "tags": ["survey"]},
    ...     ],
    ...     check_ins={"key_result": ["dau", "nps", "dau"], "on": ["2026-10-05", "2026-11-02", "2026-11-16"],
    ...                "value": [120, 25, 150]},
    ... )
    >>> workspace.score("2026-11-16")["habit"].progress
    0.5
    >>> try:
    ...     okr.from_tables(objectives={"id": ["o", "p"], "title": ["One", "Two"], "weight": [1, -1]})
    ... except okr.OkrError as error:
    ...     print(error.code, error.path)
    negative_weight /objectives/1/weight
    """

def load(path: str | PathLike[str], /, *, limits: Limits | None = None) -> Workspace:
    """
    Reads a document from a file of JSON. Raises OSError where the file cannot be read, and OkrError as `okr.loads` does.

    >>> okr.load("no such file")
    Traceback (most recent call last):
    ...
    FileNotFoundError: [Errno 2] No such file or directory: 'no such file'
    """

def loads(document: str | bytes | bytearray | dict[str, Any] | Document, /, *, limits: Limits | None = None) -> Workspace:
    """
    Reads a document: JSON text or bytes, the same as a dict, or an `okr.Document`. A dict may have dates and definitions
    in it. Other threads run while text and bytes are read, and wait while a dict or definitions are gone through.

    Raises OkrError with everything that is wrong with it in `findings`, TypeError for values that no JSON has.

    >>> okr.loads('{"okr": 1, "name": "Acme"}') == okr.loads({"okr": 1, "name": "Acme"})
    True
    >>> okr.loads({"okr": 1, "objectives": [okr.Objective("o", "Grow")]})
    <okr.Workspace '': 1 objective, 0 key results>
    """

def presets() -> list[str]:
    """
    The names of all presets, in alphabetical order.

    >>> "google" in okr.presets()
    True
    """
