"""Forecast tables: expected contacts by the table's own step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import ForecastRow
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_pieces import Piece, Pieces
from ccsim.scenario.table_rows import DateOrder, Faults, Line, Reading
from ccsim.scenario.table_wall import WallTable
from ccsim.scenario.table_wide import turned
from ccsim.sentences import Sentence


def read_forecast(
    source: str | Path, clock: Clock, dates: DateOrder | None = None, named: Mapping[str, str] | None = None
) -> Reading[ForecastRow]:
    """Expected contacts of a forecast table, in elapsed seconds.

    Columns start[, date | weekday][, end], contacts[, sd]; or times down and days (dates or weekdays) across. A row is
    as wide as the table's own step; one of a whole day is that day's total however long the day. Where clocks change,
    rows of a skipped time are left out (a warning says how many contacts) and those of a repeated time keep their
    rate, unless they stand twice. `named`: the columns' own names, by role.

    Raises
    ------
    ScenarioError
        All faults of the table; also when no row lies inside the horizon.
    """
    table = open_table(source)
    faults = Faults(table.source)
    table = table if named else turned(table, "contacts", faults)
    columns = Columns(table, ("start", "contacts"), ("end", "date", "weekday", "sd"), faults, named)
    faults.raise_any()
    when = Dates(table, [columns[role] for role in ("start", "date", "end") if role in columns], dates, faults)
    numbers = Numbers(table, [columns[role] for role in ("contacts", "sd") if role in columns], faults)
    contacts: dict[Line, float] = {}
    spread: dict[Line, float | None] = {}
    for line in table.lines:
        contacts[line] = numbers.number(line, columns["contacts"], "a number of contacts") or 0.0
        spread[line] = numbers.number(line, columns["sd"], "a standard deviation") if "sd" in columns else None
    wall = WallTable(table, columns, when, clock, faults)
    pieces = Pieces(wall, wall.even())
    faults.raise_any()
    kept, warnings = pieces.inside()
    lost: dict[date, float] = defaultdict(float)
    for row, day, share in pieces.skipped:
        lost[day] += contacts[row.line] * share
    warnings += [
        Sentence("skipped_hour", table=table.source, day=day, n=f"{number:g}")
        for day, number in lost.items()
        if number > 0
    ]
    rows = tuple(_row(piece, contacts[piece.row.line], spread[piece.row.line]) for piece in kept)
    return Reading(rows, wall.said(numbers), (*columns.warnings, *warnings), wall.assumed)


def _row(piece: Piece, contacts: float, sd: float | None) -> ForecastRow:
    return ForecastRow(
        start=piece.start,
        end=piece.end,
        contacts=contacts * piece.share,
        sd=None if sd is None else sd * piece.share,
    )
