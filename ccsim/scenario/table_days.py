"""Columns that hold days and are not read as such, because nothing tells from their name that they do."""

from __future__ import annotations

from ccsim.scenario.table_columns import Columns
from ccsim.scenario.table_dates import is_date, parse_weekdays
from ccsim.scenario.table_names import accepted_names
from ccsim.scenario.table_rows import Table, is_blank


def unread_days(table: Table, columns: Columns) -> str:
    """What to say of a column of dates or weekdays that has no role, where no column says the day; else nothing."""
    if "date" in columns or "weekday" in columns:
        return ""
    for index in columns.unread:
        cells = [line.cells[index] for line in table.lines if not is_blank(line.cells[index])]
        for role, holds, alike in (("date", "dates", is_date), ("weekday", "weekdays", parse_weekdays)):
            if cells and all(alike(cell) for cell in cells):
                name = table.header[index]
                heading = f"column {name!r} holds" if name else f"column {index + 1}, which has no name, holds"
                own = f", or say `columns: {{{role}: {name}}}` beside the table in the scenario" if name else ""
                return f"{heading} {holds}, and its name does not say so: call it one of {accepted_names(role)}{own}"
    return ""
