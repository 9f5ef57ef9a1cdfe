"""Rows that each speak of one moment: recorded arrivals, booked slots."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import datetime, timedelta, timezone

from ccsim.scenario.calendar import Clock
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_days import unread_days
from ccsim.scenario.table_rows import Faults, Line, Table, is_blank, shown
from ccsim.sentences import Sentence


class Moments:
    """Elapsed times of the rows' moments, with what clock changes do to them.

    A time that comes twice in autumn is its first coming unless written with its offset; one skipped in spring has no
    moment. `role` is the column; `what` the moments are called in warnings.
    """

    def __init__(
        self, table: Table, columns: Columns, role: str, what: Sentence, dates: Dates, clock: Clock, faults: Faults
    ) -> None:
        self.table, self.columns, self.dates, self.clock, self.faults = table, columns, dates, clock, faults
        self.column, self.what = columns[role], what
        self.skipped: list[int] = []
        self.repeated: list[int] = []

    def elapsed(self, line: Line) -> float | None:
        """Elapsed seconds of the row's moment; None after a fault or where the clock never shows its time."""
        moment = self.dates.moment(line, self.column)
        own = self.dates.moment(line, self.columns["date"]) if "date" in self.columns else None
        if moment is None or ("date" in self.columns and own is None):
            return None
        only = self.clock.dates[0] if len(self.clock.dates) == 1 else None
        day = moment.day or (own.day if own else None) or only
        if moment.seconds is None or moment.until is not None:
            self._fault(line, "must have a time of day")
            return None
        if day is None:
            why = unread_days(self.table, self.columns)
            if why:
                self.faults.add(why, self.table.header_line)
            else:
                self._fault(line, "must have a date as well as a time, since the horizon has several days")
            return None
        if own is not None and own.day != day:
            self._fault(line, "must be on the day of the row's date")
            return None
        if moment.offset is not None:
            midnight = datetime.combine(day, datetime.min.time(), timezone(moment.offset))
            return self.clock.since_start(midnight + timedelta(seconds=moment.seconds))
        comings = self.clock.comings(day, moment.seconds)
        if not comings:
            self.skipped.append(line.number)
            return None
        if len(comings) > 1:
            self.repeated.append(line.number)
        return comings[0]

    @property
    def warnings(self) -> list[Sentence]:
        said: list[Sentence] = []
        if self.skipped:
            said.append(self._of("rows_skipped", self.skipped))
        if self.repeated:
            said.append(self._of("rows_twice", self.repeated))
        return said

    def _of(self, key: str, lines: list[int]) -> Sentence:
        return Sentence(key, table=self.table.source, n=len(lines), what=self.what, line=lines[0])

    def _fault(self, line: Line, message: str) -> None:
        self.faults.cell(self.table, line, self.column, f"{message}, got {shown(line.cells[self.column])}")


def segment_of(
    table: Table, columns: Columns, line: Line, segments: Collection[str] | None, faults: Faults
) -> str | None:
    """The row's segment; None where the cell is empty or there is no such column."""
    if "segment" not in columns or is_blank(line.cells[columns["segment"]]):
        return None
    name = str(line.cells[columns["segment"]]).strip()
    if segments is not None and name not in segments:
        near = difflib.get_close_matches(name, sorted(segments), n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else f"; segments are {', '.join(segments) or 'none'}"
        faults.cell(table, line, columns["segment"], f"no segment {name!r}{hint}")
    return name
