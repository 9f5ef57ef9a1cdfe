"""Wide tables: times down, days across, as plans stand in spreadsheets, turned into one row for each time and day."""

from __future__ import annotations

from dataclasses import replace

from ccsim.scenario.table_dates import is_date, parse_weekdays
from ccsim.scenario.table_names import ALIASES, plain
from ccsim.scenario.table_rows import Cell, Faults, Line, Table, is_blank

SUMS = ("total", "totales", "suma", "sum", "soma", "average", "mean", "media", "promedio")  # of a row or a column


def turned(table: Table, value: str, faults: Faults) -> Table:
    """The table with columns start, date (or weekday) and `value`; as it is, where no days stand across.

    The first column holds the times; the others are headed by dates or by weekdays, all of one kind. Columns and rows
    of sums are left out; so are empty cells: nothing is said of them. Faults of cells keep their places in the file.
    """
    first, *heads = table.header
    days = {index: head for index, head in enumerate(heads, start=1) if head and plain(head) not in SUMS}
    dated = {index for index, head in days.items() if is_date(head)}
    named = {index for index, head in days.items() if parse_weekdays(head)}
    looks_like_times = not first or plain(first) in {"start", *ALIASES["start"], *ALIASES["date"]}
    if not looks_like_times or len(dated | named) < 2:
        return table
    if len(dated) < len(days) and len(named) < len(days):
        odd = next(head for index, head in days.items() if index not in (dated if len(dated) > 1 else named))
        faults.stop(f"days stand across, so {odd!r} should be a date or a weekday like the others", table.header_line)
    lines = []
    for line in table.lines:
        time = line.cells[0]
        if isinstance(time, str) and plain(time) in SUMS:
            continue
        for index, head in days.items():
            if not is_blank(line.cells[index]):
                cells: tuple[Cell, ...] = (time, head, line.cells[index])
                lines.append(Line(line.number, cells, (0, index, index)))
    if not lines:
        faults.stop("days stand across, and no cell below them is filled", table.header_line)
    kind = "weekday" if len(named) == len(days) else "date"
    across = (first or "start", *heads)
    return replace(table, header=("start", kind, value), lines=tuple(lines), across=across)
