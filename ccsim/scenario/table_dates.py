"""Dates, times of day and weekdays in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ccsim.scenario.calendar import WEEKDAYS
from ccsim.scenario.schema import DAY, Weekday
from ccsim.scenario.table_names import plain
from ccsim.scenario.table_rows import Cell, DateOrder, Faults, Line, Table, is_blank, shown
from ccsim.sentences import Sentence

NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\d:])")  # day and month, or month and day
NAMED = re.compile(r"(\d{1,2})([- /.])([^\W\d_]{3,4})\.?\2(\d{4}|\d{2})(?![\d:])")  # 09-mar-2026, 9-Mar-26
ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
TIME = re.compile(
    r"(?P<h>\d{1,2})(?:(?::|h)(?P<m>\d{2})(?::(?P<s>\d{2}(?:[.,]\d+)?))?|h)?"
    r"(?:\s*h(?:rs)?\.?)?(?:\s*(?P<half>[ap])\.?\s*m\.?)?",
    re.IGNORECASE,
)
_UNTIL = r"\s*[-\u2013]\s*|\s+(?:to|a|al|as|\u00e0s|at\u00e9|ate|hasta)\s+(?=\d)"  # 08:00-08:30, 08:00 às 08:30
RANGE = re.compile(rf"(?P<one>[^-\u2013]+?)(?:{_UNTIL})(?P<other>[^-\u2013]+)", re.IGNORECASE)
_BETWEEN_DAYS = ("a", "al", "to", "ate", "hasta", "de", "feira", "feiras")  # lunes a viernes, de segunda a sexta-feira
OFFSET = re.compile(r"\s*(?:(?P<utc>z|utc|gmt)|(?P<sign>[+-])(?P<h>\d{2}):?(?P<m>\d{2})?)$", re.IGNORECASE)
YEARS = (1900, 2999)
CENTURY = 70  # two-digit years before it are of the 2000s, as spreadsheets have it
MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "ene"), ("feb", "fev"), ("mar",), ("apr", "abr"), ("may", "mai"), ("jun",), ("jul",),
            ("aug", "ago"), ("sep", "sept", "set"), ("oct", "out"), ("nov",), ("dec", "dic", "dez"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
ORDERS = {
    "iso": Sentence("dates_iso"),
    "dmy": Sentence("dates_dmy"),
    "mdy": Sentence("dates_mdy"),
    "named": Sentence("dates_named"),
}
NAMES: dict[str, Weekday] = {
    name: day
    for day, names in zip(
        WEEKDAYS,
        (
            ("mon", "monday", "lun", "lunes", "seg", "segunda", "2a"),
            ("tue", "tues", "tuesday", "mar", "martes", "ter", "terca", "3a"),
            ("wed", "wednesday", "mie", "mier", "miercoles", "qua", "quarta", "4a"),
            ("thu", "thur", "thurs", "thursday", "jue", "jueves", "qui", "quinta", "5a"),
            ("fri", "friday", "vie", "viernes", "sex", "sexta", "6a"),
            ("sat", "saturday", "sab", "sabado"),
            ("sun", "sunday", "dom", "domingo"),
        ),
        strict=True,
    )
    for name in names
}


class UntoldOrder(ValueError):
    """A date whose day and month cannot be told apart."""


@dataclass(frozen=True)
class Moment:
    """What one cell says about time: a day, a time of that day (seconds after midnight), or both."""

    day: date | None = None
    seconds: float | None = None
    offset: timedelta | None = None  # from UTC, where written
    until: float | None = None  # seconds after midnight, of a range such as 08:00-08:30


class Dates:
    """Reads the date and time columns of one table, all in the same order of day and month.

    The order is told from all their cells together: a first number above 12 is a day, a second one above 12 makes
    the first a month. Where nothing tells, `order` is asked for.
    """

    def __init__(
        self, table: Table, columns: Iterable[int], order: DateOrder | None, faults: Faults, key: str = "forecast"
    ) -> None:
        """`key` is what names the table in a scenario, for messages."""
        self._beside = f"`dates: dmy` (or mdy) beside `{key}: {table.file_name}`"
        self.table = table
        self.faults = faults
        self._order: DateOrder | None = order
        self._seen: set[str] = set()
        if order is None:
            self._decide(list(columns))

    @property
    def understood(self) -> str | None:
        """The order of day and month seen, or None where there are no dates."""
        return ORDERS["iso" if "iso" in self._seen else sorted(self._seen)[0]] if self._seen else None

    def moment(self, line: Line, column: int) -> Moment | None:
        """The cell's date, time or both; None after a fault."""
        cell = line.cells[column]
        if is_blank(cell):
            self.faults.cell(self.table, line, column, "is empty, expected a time such as 08:00 or a date")
            return None
        try:
            return self._moment(cell)
        except UntoldOrder:
            return None  # told once, for the whole table
        except ValueError as error:
            self.faults.cell(self.table, line, column, str(error))
            return None

    def _moment(self, cell: Cell) -> Moment:
        if isinstance(cell, date):  # a datetime too
            self._seen.add("iso")
            day = _date(cell.year, cell.month, cell.day, cell)
            return Moment(day, time_seconds(cell.time()) if isinstance(cell, datetime) else None)
        if isinstance(cell, time):
            return Moment(seconds=time_seconds(cell))
        if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
            return Moment(seconds=cell.total_seconds())
        if not isinstance(cell, str):
            raise ValueError(f"must be a time such as 08:00 or a date, got {shown(cell)}")
        text = cell.strip()
        found = ISO.match(text) or NUMERIC.match(text) or NAMED.match(text)
        if not found:
            seconds, until = parse_time_or_range(text)
            return Moment(seconds=seconds, until=until)
        day = self._day(found, cell)
        rest = text[found.end() :]
        if not rest:
            return Moment(day)
        rest, offset = _without_offset(rest)
        seconds, until = parse_time_or_range(rest)
        return Moment(day, seconds, offset, until)

    def _day(self, found: re.Match[str], cell: Cell) -> date:
        if found.re is ISO:
            self._seen.add("iso")
            parts = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
            year, month, day = map(int, parts)
            return _date(year, month, day, cell)
        year = int(found[4])
        if len(found[4]) == 2:
            year += 2000 if year < CENTURY else 1900
        if found.re is NAMED:
            if plain(found[3]) not in MONTHS:
                raise ValueError(f"no month {found[3]!r}, expected one such as mar, abr or apr, got {shown(cell)}")
            self._seen.add("named")
            return _date(year, MONTHS[plain(found[3])], int(found[1]), cell)
        one, other = int(found[1]), int(found[3])
        if self._order == "iso":
            raise ValueError(f"must be an ISO date such as 2026-03-02 (dates: iso), got {shown(cell)}")
        if self._order is None and one != other:
            raise UntoldOrder
        order = self._order or "dmy"
        self._seen.add(order)
        day, month = (one, other) if order == "dmy" else (other, one)
        return _date(year, month, day, cell, order)

    def _decide(self, columns: list[int]) -> None:
        clues: dict[DateOrder, tuple[Line, int]] = {}
        untold: tuple[Line, int] | None = None
        for line in self.table.lines:
            for column in columns:
                cell = line.cells[column]
                found = NUMERIC.match(cell.strip()) if isinstance(cell, str) else None
                if not found:
                    continue
                one, other = int(found[1]), int(found[3])
                if one > 12 or other > 12:
                    clues.setdefault("dmy" if one > 12 else "mdy", (line, column))
                elif one != other:
                    untold = untold or (line, column)
        if len(clues) == 1:
            self._order = next(iter(clues))
        elif len(clues) == 2:
            line, column = max(clues.values(), key=lambda place: place[0].number)
            got = shown(line.cells[column])
            self.faults.cell(self.table, line, column, f"day-first and month-first dates in one table, got {got}")
        elif untold:
            line, column = untold
            got = shown(line.cells[column])
            remedy = f"say {self._beside} in the scenario, or write ISO dates"
            self.faults.cell(self.table, line, column, f"cannot tell day from month, got {got}: {remedy}")


def parse_time_or_range(text: str) -> tuple[float, float | None]:
    """Seconds after midnight of `08:00`, `8:30:15`, `8h30`, `8:00 a. m.`; with its end for `08:00-08:30`."""
    between = RANGE.fullmatch(text)
    if not between:
        return parse_time(text), None
    start, end = parse_time(between["one"]), parse_time(between["other"], last=True)
    end = DAY if end == 0 else end
    if end <= start:
        raise ValueError(f"must end after it starts, got {shown(text)}")
    return start, end


def parse_time(text: str, last: bool = False) -> float:
    """Seconds after midnight. 24:00 is a time only where it is the `last` of a range."""
    found = TIME.fullmatch(text.strip())
    if not found or not (found["m"] or found["half"] or text.strip().lower().endswith("h")):
        raise ValueError(f"must be a time such as 08:00 or a date, got {shown(text)}")
    hours, minutes = int(found["h"]), int(found["m"] or 0)
    seconds = float((found["s"] or "0").replace(",", "."))
    if found["half"]:
        if not 1 <= hours <= 12:
            raise ValueError(f"must have hours from 1 to 12 before a.m. or p.m., got {shown(text)}")
        hours = hours % 12 + (12 if found["half"].lower() == "p" else 0)
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds >= 60 or not (total < DAY or (last and total == DAY)):
        raise ValueError(f"must be a time of day before 24:00, got {shown(text)}")
    return total


def time_seconds(value: time) -> float:
    """Seconds after midnight, to the millisecond: workbooks hold times as inexact fractions of a day."""
    return round(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6, 3)


def is_date(cell: Cell) -> bool:
    """Whether a cell holds a date, and no time but midnight."""
    if isinstance(cell, datetime):
        return cell.time() == time()
    if not isinstance(cell, str):
        return isinstance(cell, date)
    text = cell.strip()
    found = ISO.match(text) or NUMERIC.match(text) or NAMED.match(text)
    if found is None or (found.re is ISO and not _in_calendar(found)):
        return False
    rest = text[found.end() :].strip()
    try:
        return not rest or parse_time_or_range(rest) == (0.0, None)
    except ValueError:
        return False


def _in_calendar(found: re.Match[str]) -> bool:
    """Whether month and day can be: 20261399 is a number of another kind."""
    year, month, day = map(int, (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7]))
    return YEARS[0] <= year <= YEARS[1] and 1 <= month <= 12 and 1 <= day <= 31


def parse_weekdays(cell: Cell) -> tuple[Weekday, ...] | None:
    """`mon`, `lunes`, `Terça-feira`; `mon-fri`, `lunes a viernes`, `seg-sex`. None where it is not a weekday.

    `mar` is martes: Portuguese has no day of that name.
    """
    if not isinstance(cell, str):
        return None
    words = [word for word in plain(cell).split() if word not in _BETWEEN_DAYS]
    if not 1 <= len(words) <= 2 or not all(word in NAMES for word in words):
        return None
    first, last = (WEEKDAYS.index(NAMES[word]) for word in (words[0], words[-1]))
    return tuple(WEEKDAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))


def _date(year: int, month: int, day: int, cell: Cell, order: str = "") -> date:
    if not YEARS[0] <= year <= YEARS[1]:  # 9999-12-31 and the like, with which no calendar can reckon
        raise ValueError(f"must have a year from {YEARS[0]} to {YEARS[1]}, got {shown(cell)}")
    try:
        return date(year, month, day)
    except ValueError:
        read = f" (read as {ORDERS[order]})" if order else ""
        raise ValueError(f"no such date{read}, got {shown(cell)}") from None


def _without_offset(text: str) -> tuple[str, timedelta | None]:
    """Time and offset from UTC: `T08:00-05:00`, ` 08:00:00+0100`, `T08:00Z`; ` 08:00-08:30` is a range instead."""
    clock = text.lstrip(" \tTt,")
    zone = OFFSET.search(clock)
    if not zone or not zone.start() or not (zone["utc"] or "t" in text.lower() or clock.count(":") > 2):
        return clock, None
    clock = clock[: zone.start()]
    if zone["utc"]:
        return clock, timedelta(0)
    span = timedelta(hours=int(zone["h"]), minutes=int(zone["m"] or 0))
    if span >= timedelta(days=1):
        raise ValueError(f"must have an offset from UTC below 24 h, got {shown(text)}")
    return clock, -span if zone["sign"] == "-" else span
