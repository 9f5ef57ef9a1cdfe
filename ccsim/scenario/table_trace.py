"""Traces: recorded arrivals, replayed one by one."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from datetime import datetime, timedelta, timezone
from pathlib import Path

from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import TraceRow
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_rows import DateOrder, Faults, Line, Reading, Table, is_blank, shown

DURATIONS = ("talk_time", "wrap_up", "patience")


def read_trace(
    source: str | Path, clock: Clock, dates: DateOrder | None = None, segments: Collection[str] | None = None
) -> Reading[TraceRow]:
    """Recorded arrivals in time order, in elapsed seconds.

    Columns start (date and time, or a time with a column date)[, segment, talk_time, wrap_up, patience]; an empty
    cell of the latter is drawn. Times without dates are accepted where the horizon is one day. A time that comes
    twice in autumn is its first coming unless written with its offset; one skipped in spring is left out, both said
    in a warning.

    Raises
    ------
    ScenarioError
        All faults of the table; also when no arrival lies inside the horizon, or a segment is none of `segments`.
    """
    table = open_table(source)
    faults = Faults(table.source)
    columns = Columns(table, ("start",), ("date", "segment", *DURATIONS), faults)
    faults.raise_any()
    when = Dates(table, [columns[role] for role in ("start", "date") if role in columns], dates, faults, "trace")
    numbers = Numbers(table, [columns[role] for role in DURATIONS if role in columns], faults)
    arrivals = _Arrivals(table, columns, when, clock, faults)
    rows: list[TraceRow] = []
    outside: list[int] = []
    for line in table.lines:
        start = arrivals.elapsed(line)
        given = {
            role: numbers.duration(line, columns[role])
            for role in DURATIONS
            if role in columns and not is_blank(line.cells[columns[role]])
        }
        segment = _segment(table, columns, line, segments, faults)
        if start is None:
            continue
        if 0 <= start < clock.horizon:
            rows.append(TraceRow(start=start, segment=segment, **given))
        else:
            outside.append(line.number)
    faults.raise_any()
    days = f"{clock.dates[0]} to {clock.dates[-1]}"
    if not rows:
        faults.stop(f"no arrival lies inside the horizon, {days}")
    warnings = [*columns.warnings, *arrivals.warnings]
    if outside:
        count = f"{len(outside)} of {len(table.lines)} rows lie outside the horizon ({days}) and are left out"
        warnings.append(f"{table.source}: {count}, the first on line {outside[0]}")
    said = table.understood(numbers.understood, when.understood, f"{len(rows)} arrivals", columns.sentence)
    rows.sort(key=lambda row: row.start)
    return Reading(tuple(rows), said, tuple(warnings))


class _Arrivals:
    """Elapsed times of the rows, with what clock changes do to them."""

    def __init__(self, table: Table, columns: Columns, dates: Dates, clock: Clock, faults: Faults) -> None:
        self.table, self.columns, self.dates, self.clock, self.faults = table, columns, dates, clock, faults
        self.skipped: list[int] = []
        self.repeated: list[int] = []

    def elapsed(self, line: Line) -> float | None:
        """Elapsed seconds of the row's arrival; None after a fault or where the clock never shows its time."""
        moment = self.dates.moment(line, self.columns["start"])
        own = self.dates.moment(line, self.columns["date"]) if "date" in self.columns else None
        if moment is None or ("date" in self.columns and own is None):
            return None
        only = self.clock.dates[0] if len(self.clock.dates) == 1 else None
        day = moment.day or (own.day if own else None) or only
        if moment.seconds is None or moment.until is not None:
            self._fault(line, "must have a time of day")
            return None
        if day is None:
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
    def warnings(self) -> list[str]:
        said = []
        if self.skipped:
            place = f"{self.table.source}: {len(self.skipped)} arrivals, the first on line {self.skipped[0]}"
            said.append(f"{place}, at times that the clock skips are left out")
        if self.repeated:
            place = f"{self.table.source}: {len(self.repeated)} arrivals, the first on line {self.repeated[0]}"
            said.append(f"{place}, at times that come twice are taken the first time; write their offset to tell them")
        return said

    def _fault(self, line: Line, message: str) -> None:
        column = self.columns["start"]
        self.faults.cell(self.table, line, column, f"{message}, got {shown(line.cells[column])}")


def _segment(
    table: Table, columns: Columns, line: Line, segments: Collection[str] | None, faults: Faults
) -> str | None:
    if "segment" not in columns or is_blank(line.cells[columns["segment"]]):
        return None
    name = str(line.cells[columns["segment"]]).strip()
    if segments is not None and name not in segments:
        near = difflib.get_close_matches(name, sorted(segments), n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        faults.cell(table, line, columns["segment"], f"no segment {name!r}{hint}")
    return name
