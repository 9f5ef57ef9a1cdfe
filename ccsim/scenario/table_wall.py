"""Rows that speak of a time: dated, by weekday or every day, laid on the scenario's clock.

Rows are wall time. A row is as wide as the table's own step, which has nothing to do with the calendar's interval:
the gap to the next row of its day, unless the table says where rows end (a column `end`, or times as 08:00-08:30).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from itertools import groupby, pairwise

from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import DAY, Weekday
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates, Moment, parse_weekdays
from ccsim.scenario.table_days import unread_days
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_rows import Faults, Line, Table, shown
from ccsim.sentences import Sentence

Key = date | Weekday | None  # of one date, of a weekday, of every day


@dataclass(frozen=True)
class WallRow:
    """A row of the table at a wall time, seconds after local midnight."""

    line: Line
    key: Key
    start: float
    end: float | None = None  # as the table says, else None until `lay`
    coming: int | None = None  # 0 or 1: which time the clock shows it, where it does so twice
    said: bool = False  # the table says where the row ends


class WallTable:
    """The rows of a table that has a `start` and perhaps `end`, `date` or `weekday`."""

    def __init__(self, table: Table, columns: Columns, dates: Dates, clock: Clock, faults: Faults) -> None:
        self.table, self.columns, self.dates, self.clock, self.faults = table, columns, dates, clock, faults
        self.start = columns["start"]
        if "date" in columns and any(parse_weekdays(line.cells[columns["date"]]) for line in table.lines):
            columns.rename("date", "weekday")  # `día` may hold either
        if "date" in columns:
            columns.drop("weekday")  # a date says its weekday
        read = [self._read(line) for line in table.lines]
        self.rows = [row for rows in read for row in rows]
        self._legible = all(read) and self._same_kind()
        days = unread_days(table, columns) if self.rows and self.rows[0].key is None else ""
        if days:
            self._legible = False
            faults.add(days, table.header_line)
        else:
            self.rows = self._comings(self.rows)
        self.step = self._step()

    def said(self, numbers: Numbers) -> Sentence:
        """What was recognised, on one line: form, marks, how many rows of which width and for which days, columns."""
        count = len(self.table.lines)
        rows = Sentence("table_rows", n=count) if count != 1 else Sentence("table_row")
        if self.step:
            rows = Sentence("of_width", rows=rows, width=describe(self.step))
        rows = Sentence("of_days", rows=rows, days=_kind(self.rows[0].key))
        return self.table.understood(numbers.understood, self.dates.understood, rows, self.columns.sentence)

    @property
    def assumed(self) -> tuple[Sentence, ...]:
        """That the same rows hold every day, where there are several and nothing says so."""
        days = len(self.clock.dates)
        if days == 1 or not self.rows or self.rows[0].key is not None:
            return ()
        name = self.table.file_name
        return (Sentence("table_read", table=Sentence("no_day_named", table=name), how=Sentence("each_day", n=days)),)

    # --- cells --------------------------------------------------------------------------------------------------

    def _read(self, line: Line) -> list[WallRow]:
        moment = self.dates.moment(line, self.start)
        keys, fine = self._keys(line, moment)
        end = self._end(line, moment, keys)
        if moment is None or not fine:
            return []
        if moment.offset is not None and moment.day is not None:
            return [self._with_offset(line, moment, end)]
        start = moment.seconds or 0.0
        if end is not None and end <= start:
            self._fault(line, "end" if "end" in self.columns else "start", "must end after it starts")
            return []
        return [WallRow(line, key, start, end, said=end is not None) for key in keys]

    def _keys(self, line: Line, moment: Moment | None) -> tuple[tuple[Key, ...], bool]:
        """The days a row speaks of, and whether they could be read."""
        day = moment.day if moment else None
        if "weekday" in self.columns:
            cell = line.cells[self.columns["weekday"]]
            weekdays = parse_weekdays(cell)
            if weekdays is None:
                self._fault(line, "weekday", f"must be a weekday such as mon or lunes, got {shown(cell)}")
            if day is not None:
                self._fault(line, "start", "must be a time without a date beside a column of weekdays")
            return (weekdays or ()), weekdays is not None and day is None
        if "date" not in self.columns:
            return (day,), True
        given = self.dates.moment(line, self.columns["date"])
        if given is None:
            return (), False
        if given.day is None or given.seconds:
            cell = line.cells[self.columns["date"]]
            self._fault(line, "date", f"must be a date without a time, got {shown(cell)}")
            return (), False
        if day is not None and day != given.day:
            self._fault(line, "start", f"is on another day than the row's date, {given.day}")
            return (), False
        return (given.day,), True

    def _end(self, line: Line, moment: Moment | None, keys: Sequence[Key]) -> float | None:
        if "end" not in self.columns:
            return moment.until if moment else None
        cell = line.cells[self.columns["end"]]
        if (isinstance(cell, str) and cell.strip() in ("24:00", "24:00:00")) or cell == timedelta(days=1):
            return DAY
        until = self.dates.moment(line, self.columns["end"])
        if until is None or moment is None:
            return None
        seconds = until.seconds or 0.0
        if until.day is not None and keys and isinstance(keys[0], date):
            return seconds + (until.day - keys[0]).days * DAY
        return seconds or DAY  # a row that ends at 00:00 ends at midnight

    def _with_offset(self, line: Line, moment: Moment, end: float | None) -> WallRow:
        assert moment.day is not None and moment.offset is not None
        midnight = datetime.combine(moment.day, datetime.min.time(), timezone(moment.offset))
        elapsed = self.clock.since_start(midnight + timedelta(seconds=moment.seconds or 0.0))
        day, seconds = self.clock.wall(elapsed)
        comings = self.clock.comings(day, seconds)
        if end is not None:
            end = seconds + end - (moment.seconds or 0.0)
        coming = int(comings[1] == elapsed) if len(comings) == 2 else None
        return WallRow(line, day, seconds, end, coming, said=end is not None)

    def _fault(self, line: Line, role: str, message: str) -> None:
        self.faults.cell(self.table, line, self.columns[role], message)

    def overlap(self, row: WallRow, earlier: WallRow) -> None:
        """Note a row that begins before an earlier one ends."""
        self._fault(row.line, "start", f"overlaps the row of line {earlier.line.number}")

    # --- which rows belong together -----------------------------------------------------------------------------

    def _same_kind(self) -> bool:
        first = _kind(self.rows[0].key) if self.rows else ""
        for row in self.rows:
            if _kind(row.key) != first:
                date_or_not = "has a date" if isinstance(row.key, date) else "has no date"
                self._fault(row.line, "start", f"{date_or_not}, unlike the first row: date all rows or none")
                return False
        return True

    def _comings(self, rows: list[WallRow]) -> list[WallRow]:
        """Rows in order of day and time, a time that stands twice told apart where the clock shows it twice."""
        rows = sorted(rows, key=lambda row: (_rank(row.key), row.start, row.coming or 0, row.line.number))
        ordered: list[WallRow] = []
        for _, group in groupby(rows, key=lambda row: (row.key, row.start, row.coming)):
            first, *others = group
            twice = isinstance(first.key, date) and len(self.clock.comings(first.key, first.start)) == 2
            if twice and first.coming is None and len(others) == 1:
                ordered += [replace(first, coming=0), replace(others[0], coming=1)]
                continue
            ordered.append(first)
            for other in others:
                self._legible = False
                self._fault(other.line, "start", f"repeats the time of line {first.line.number}")
        return ordered

    def _days(self) -> dict[Key, list[WallRow]]:
        days: dict[Key, list[WallRow]] = {}
        for row in self.rows:
            days.setdefault(row.key, []).append(row)
        return days

    def _gap(self, one: WallRow, other: WallRow) -> float:
        """Wall seconds from row to row that the clock really shows: 30 min from 01:30 to 03:00 on a short day."""
        gap = other.start - one.start
        if isinstance(one.key, date):
            gap = min(gap, sum(end - start for start, end in self.clock.spans(one.key, one.start, other.start)))
        return gap

    def _step(self) -> float | None:
        """The width that most rows have; None where no width is that common."""
        gaps = Counter(
            (row.end or 0.0) - row.start if row.said else self._gap(row, other)
            for rows in self._days().values()
            for row, other in pairwise([*rows, rows[-1]])
        )
        del gaps[0.0]
        if not gaps:
            return DAY if self.rows and all(row.start == 0 and not row.said for row in self.rows) else None
        gap, count = gaps.most_common(1)[0]
        return gap if 2 * count > gaps.total() else None

    # --- how far each row reaches -------------------------------------------------------------------------------

    def even(self) -> list[WallRow]:
        """Rows of equal width within each day: a row stands for its own width only, as in a forecast.

        A day whose gaps differ could have a row left out or one that is wider than the others: a fault. Gaps mean
        nothing, and there are no rows, where a time could not be read or stands twice.
        """
        laid = []
        for rows in self._days().values() if self._legible else ():
            gaps = {id(row): gap for row, other in pairwise(rows) if (gap := self._gap(row, other))}
            usual = Counter(gaps.values()).most_common(1)[0][0] if gaps else self.step
            for row in rows:
                own = gaps.get(id(row), usual)
                if row.said:
                    laid.append(row)
                elif own is None or usual is None:
                    remedy = "start it at 00:00 if it is for the whole day, or add a column 'end'"
                    self._fault(row.line, "start", f"cannot tell where the row ends: {remedy}")
                elif own != usual:
                    gaps_differ = f"the next row comes after {describe(own)}, others after {describe(usual)}"
                    self._fault(
                        row.line, "start", f"{gaps_differ}: add the rows between (0 for none) or a column 'end'"
                    )
                else:
                    laid.append(replace(row, end=row.start + own))
        return laid

    def holding(self) -> list[WallRow]:
        """Rows that hold until the next one of their day; the last of a day for the table's step.

        `end` stays None where there is no next row and no step. No rows where a time could not be read or stands twice.
        """
        laid = []
        for rows in self._days().values() if self._legible else ():
            starts = sorted({row.start for row in rows})
            following = dict(pairwise(starts))
            for row in rows:
                if row.said:
                    laid.append(row)
                elif row.start in following:
                    laid.append(replace(row, end=following[row.start]))
                else:
                    laid.append(replace(row, end=None if self.step is None else row.start + self.step))
        return laid


def describe(seconds: float) -> str:
    """30 min, 1 h, a day."""
    if seconds == DAY:
        return Sentence("a_day")
    for unit, size in (("h", 3600.0), ("min", 60.0)):
        if seconds >= size and (seconds / size).is_integer():
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:g} s"


def _kind(key: Key) -> Sentence:
    if key is None:
        return Sentence("for_every_day")
    return Sentence("by_date") if isinstance(key, date) else Sentence("by_weekday")


def _rank(key: Key) -> str:
    return key.isoformat() if isinstance(key, date) else key or ""
