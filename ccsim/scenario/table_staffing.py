"""Staffing: positions filled by time, from a table or a list of numbers by interval."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ccsim.scenario.calendar import Clock, Window
from ccsim.scenario.schema import DAY, StaffingRow
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_pieces import Pieces
from ccsim.scenario.table_rows import DateOrder, Faults, Reading
from ccsim.scenario.table_wall import WallRow, WallTable


def read_staffing(
    source: str | Path,
    clock: Clock,
    dates: DateOrder | None = None,
    windows: Sequence[Window] | None = None,
    named: Mapping[str, str] | None = None,
) -> Reading[StaffingRow]:
    """Agents on duty of a staffing table, in elapsed seconds.

    Columns start[, date | weekday][, end], agents (whole numbers). A row holds until the next one of its day, the
    last of a day for the table's step (none is needed where it says 0). Nobody is on duty where no row speaks. With
    opening `windows` (elapsed seconds), rows by weekday or for every day leave out days that do not open: holidays.

    Raises
    ------
    ScenarioError
        All faults of the table; also when no row lies inside the horizon.
    """
    table = open_table(source)
    faults = Faults(table.source)
    columns = Columns(table, ("start", "agents"), ("end", "date", "weekday"), faults, named)
    faults.raise_any()
    when = Dates(
        table, [columns[role] for role in ("start", "date", "end") if role in columns], dates, faults, "staffing"
    )
    numbers = Numbers(table, [columns["agents"]], faults)
    expected = "a whole number of agents"
    agents = {line.number: numbers.whole(line, columns["agents"], expected) or 0 for line in table.lines}
    wall = WallTable(table, columns, when, clock, faults)
    laid: list[WallRow] = []
    for row in wall.holding():
        if row.end is not None or not agents[row.line.number]:
            laid.append(row if row.end is not None else replace(row, end=DAY))
        else:
            message = "cannot tell how long the last row of the day holds: add a row with 0 agents or a column 'end'"
            faults.cell(table, row.line, columns["start"], message)
    pieces = Pieces(wall, laid, _closed(clock, windows))
    faults.raise_any()
    kept, warnings = pieces.inside()
    rows = tuple(StaffingRow(start=piece.start, end=piece.end, agents=agents[piece.row.line.number]) for piece in kept)
    return Reading(rows, wall.said(numbers), (*columns.warnings, *warnings), wall.assumed)


def _closed(clock: Clock, windows: Sequence[Window] | None) -> set[date]:
    """Days of the horizon without any opening."""
    if windows is None:
        return set()
    closed = set()
    for day, start, end in zip(clock.dates, clock.day_edges.tolist(), clock.day_edges[1:].tolist(), strict=False):
        next_to_close = bisect_right(windows, start, key=lambda window: window[1])
        if next_to_close == len(windows) or windows[next_to_close][0] >= end:
            closed.add(day)
    return closed
