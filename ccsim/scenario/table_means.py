"""Mean handle times by time of day, as they stand beside the volume in a forecast."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path

from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import DAY
from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import Dates
from ccsim.scenario.table_numbers import Numbers
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_pieces import Pieces
from ccsim.scenario.table_rows import DateOrder, Faults, Line, Reading, Table, is_blank, shown
from ccsim.scenario.table_wall import WallTable
from ccsim.scenario.table_wide import turned
from ccsim.sentences import Sentence

SHORTEST, LONGEST = 10.0, 6 * 3600.0  # a mean beyond these was read in another unit than was meant
_UNIT = re.compile(r"[(\[]\s*(?P<unit>[a-z]+)\.?\s*[)\]]\s*$", re.IGNORECASE)
_MINUTES = ("m", "min", "mins", "minutes", "minutos", "minuto")


def read_means(
    source: str | Path,
    clock: Clock,
    role: str,
    dates: DateOrder | None = None,
    named: Mapping[str, str] | None = None,
) -> Reading[tuple[float, float]]:
    """Mean durations by time of day, (seconds after midnight, mean seconds), each until the next.

    Columns start[, date | weekday][, end], `role`[, contacts]: seconds, `4:35`, or minutes where the heading says
    so, `TMA (min)`. Where days differ the mean of a time of day is that of its contacts: days with more of them weigh
    more; without a column of contacts all days weigh the same. Times at which nobody comes may be empty.

    Raises
    ------
    ScenarioError
        All faults of the table; also for means that can only have been meant in another unit.
    """
    table = open_table(source)
    faults = Faults(table.source)
    table = table if named else turned(table, role, faults)
    columns = Columns(table, ("start", role), ("end", "date", "weekday", "contacts"), faults, named)
    faults.raise_any()
    when = Dates(table, [columns[one] for one in ("start", "date", "end") if one in columns], dates, faults)
    numbers = Numbers(table, [columns[one] for one in (role, "contacts") if one in columns], faults)
    means = {line: _mean(table, line, columns, role, numbers, faults) for line in table.lines}
    wall = WallTable(table, columns, when, clock, faults)
    pieces = Pieces(wall, wall.even())
    faults.raise_any()
    kept, warnings = pieces.inside()
    work: dict[float, list[tuple[float, float]]] = {}
    for piece in kept:
        mean, contacts = means[piece.row.line]
        if contacts:
            work.setdefault(clock.wall(piece.start)[1] % DAY, []).append((mean, contacts * piece.share))
    rows = [
        (start, math.fsum(mean * w for mean, w in those) / math.fsum(w for _, w in those))
        for start, those in sorted(work.items())
    ]
    if not rows:
        faults.stop(f"no row inside the horizon says a {role.replace('_', ' ')}", table.header_line)
    low, high = min(mean for _, mean in rows), max(mean for _, mean in rows)
    called = Sentence(f"role_{role}")
    read = [Sentence("means_read", n=len(table.lines), what=called, low=f"{low:.4g}", high=f"{high:.4g}")]
    if wall.rows[0].key is not None:
        read += [Sentence("mean_of_days"), *([Sentence("weighed_by_contacts")] if "contacts" in columns else [])]
    said = table.understood(numbers.understood, when.understood, *read, columns.sentence)
    return Reading(tuple(rows), said, (*columns.warnings, *warnings))


def _mean(
    table: Table, line: Line, columns: Columns, role: str, numbers: Numbers, faults: Faults
) -> tuple[float, float]:
    """Mean seconds and the weight of a row; a weight of 0 where nobody comes."""
    column = columns[role]
    contacts = 1.0
    if "contacts" in columns:
        contacts = numbers.number(line, columns["contacts"], "a number of contacts") or 0.0
    cell = line.cells[column]
    if is_blank(cell) and ("contacts" not in columns or not contacts):
        return 0.0, 0.0
    seconds = numbers.duration(line, column)
    if seconds is None:
        return 0.0, 0.0
    heading = _UNIT.search(table.header[column])
    in_minutes = heading is not None and heading["unit"].lower() in _MINUTES
    if in_minutes and (isinstance(cell, int | float) or not re.search(r"[:A-Za-z]", str(cell))):
        seconds *= 60.0
    if seconds == 0.0 and "contacts" not in columns:
        return 0.0, 0.0
    if contacts and seconds < SHORTEST and role != "wrap_up":
        name = table.header[column].partition("(")[0].strip()
        remedy = "" if in_minutes else f": where these are minutes, call the column '{name} (min)'"
        faults.cell(table, line, column, f"a mean of {seconds:g} s cannot be{remedy}")
    elif contacts and seconds > LONGEST:
        remedy = ": 4:35 typed into a spreadsheet is 4 h 35 min there, write 0:04:35" if isinstance(cell, time) else ""
        faults.cell(table, line, column, f"a mean of {seconds / 3600:.3g} h cannot be, got {shown(cell)}{remedy}")
    return seconds, contacts
