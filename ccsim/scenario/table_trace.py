"""Traces: recorded arrivals, replayed one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import TraceRow
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_moments import Moments, segment_of
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_rows import DateOrder, Faults, Reading, is_blank, rows_outside
from ccsim.sentences import Sentence

DURATIONS = ("talk_time", "wrap_up", "patience")


def read_trace(
    source: str | Path,
    clock: Clock,
    dates: DateOrder | None = None,
    segments: Collection[str] | None = None,
    named: Mapping[str, str] | None = None,
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
    columns = Columns(table, ("start",), ("date", "segment", *DURATIONS), faults, named)
    faults.raise_any()
    when = Dates(table, [columns[role] for role in ("start", "date") if role in columns], dates, faults, "trace")
    numbers = Numbers(table, [columns[role] for role in DURATIONS if role in columns], faults)
    arrivals = Moments(table, columns, "start", Sentence("what_arrivals"), when, clock, faults)
    rows: list[TraceRow] = []
    outside: list[int] = []
    for line in table.lines:
        start = arrivals.elapsed(line)
        given = {
            role: numbers.duration(line, columns[role])
            for role in DURATIONS
            if role in columns and not is_blank(line.cells[columns[role]])
        }
        segment = segment_of(table, columns, line, segments, faults)
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
        warnings.append(rows_outside(table, outside, clock.dates))
    said = table.understood(
        numbers.understood, when.understood, Sentence("arrivals_read", n=len(rows)), columns.sentence
    )
    rows.sort(key=lambda row: row.start)
    return Reading(tuple(rows), said, tuple(warnings))
