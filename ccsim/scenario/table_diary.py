"""Diaries: places of appointments that are booked already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import DAY
from ccsim.scenario.schema_bookings import DiaryRow
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_moments import Moments, segment_of
from ccsim.scenario.table_numbers import CLOCKED, Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_rows import DateOrder, Faults, Line, Reading, Table, is_blank, shown
from ccsim.sentences import Sentence

MOST_PLACES = 10_000  # of one row
LEAD = "days, or a duration with its unit like 36 h"


def read_diary(
    source: str | Path,
    clock: Clock,
    horizon: float,
    dates: DateOrder | None = None,
    segments: Collection[str] | None = None,
    windows: Sequence[Window] | None = None,
    named: Mapping[str, str] | None = None,
) -> Reading[DiaryRow]:
    """Booked places in the order of their slots, elapsed seconds from the scenario's start.

    Columns slot (date and time, or a time with a column date), places[, lead_time, segment]; an empty cell of the
    latter is drawn. Lead times are days, or durations with their unit. Slots of days before and after the calendar
    are kept as far as `horizon` (seconds) reaches; rows of one slot may repeat, each with its own lead and segment.

    Raises
    ------
    ScenarioError
        All faults of the table; also when no slot lies inside the calendar, or a segment is none of `segments`.
    """
    table = open_table(source)
    faults = Faults(table.source)
    columns = Columns(table, ("slot", "places"), ("date", "segment", "lead_time"), faults, named)
    faults.raise_any()
    when = Dates(table, [columns[role] for role in ("slot", "date") if role in columns], dates, faults, "diary")
    numbers = Numbers(table, [columns[role] for role in ("places", "lead_time") if role in columns], faults)
    moments = Moments(table, columns, "slot", Sentence("what_slots"), when, clock, faults)
    rows: list[DiaryRow] = []
    inside, outside, closed = 0, [], []
    for line in table.lines:
        slot = moments.elapsed(line)
        places = numbers.whole(line, columns["places"], "a whole number of places")
        if places is not None and places > MOST_PLACES:
            faults.cell(table, line, columns["places"], f"must be at most {MOST_PLACES} places, got {places}")
        lead = _lead(table, line, columns, numbers, faults)
        segment = segment_of(table, columns, line, segments, faults)
        if slot is None or not places:
            continue
        inside += 0 <= slot < clock.horizon
        if not -horizon <= slot < clock.horizon + horizon:
            outside.append(line.number)
            continue
        if windows is not None and 0 <= slot < clock.horizon and not any(o <= slot < c for o, c in windows):
            closed.append(line.number)
        rows.append(DiaryRow(slot=slot, places=places, lead_time=lead, segment=segment))
    faults.raise_any()
    days = f"{clock.dates[0]} to {clock.dates[-1]}"
    if not inside:
        faults.stop(f"no booked slot lies inside the calendar, {days}")
    warnings = [*columns.warnings, *moments.warnings]
    if outside:
        counted = {"table": table.source, "n": len(outside), "all": len(table.lines), "line": outside[0]}
        warnings.append(Sentence("diary_beyond", **counted, first=clock.dates[0], last=clock.dates[-1]))
    if closed:
        counted = {"table": table.source, "n": len(closed), "all": len(table.lines), "line": closed[0]}
        warnings.append(Sentence("diary_closed", **counted))
    booked = sum(row.places for row in rows)
    read = [Sentence("places_read", n=booked), *([Sentence("lead_in_days")] if "lead_time" in columns else [])]
    said = table.understood(numbers.understood, when.understood, *read, columns.sentence)
    rows.sort(key=lambda row: row.slot)
    return Reading(tuple(rows), said, tuple(warnings))


def _lead(table: Table, line: Line, columns: Columns, numbers: Numbers, faults: Faults) -> float | None:
    """Seconds between booking and slot; None where the cell is empty, there is no such column, or after a fault."""
    if "lead_time" not in columns or is_blank(line.cells[columns["lead_time"]]):
        return None
    column = columns["lead_time"]
    cell = line.cells[column]
    if isinstance(cell, str) and CLOCKED.fullmatch(cell.strip()):
        faults.cell(table, line, column, f"must be {LEAD}, got {shown(cell)}")
        return None
    if isinstance(cell, timedelta) or (isinstance(cell, str) and any(map(str.isalpha, cell))):
        return numbers.duration(line, column, LEAD)
    days = numbers.number(line, column, LEAD)
    return None if days is None else days * DAY
