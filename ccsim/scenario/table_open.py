"""From the path in a scenario file to a table: which file, which sheet, and whether it can be read at all."""

from __future__ import annotations

import re
from pathlib import Path

from ccsim.scenario.table_csv import read_csv
from ccsim.scenario.table_excel import read_excel
from ccsim.scenario.table_rows import Faults, Table

WORKBOOK = re.compile(r"(?P<path>.*\.xls[xm])(?:#(?P<sheet>.*))?", re.IGNORECASE | re.DOTALL)
UNREADABLE = (".xls", ".xlsb", ".ods", ".numbers")


def open_table(source: str | Path) -> Table:
    """The table at `source`, a path with the sheet of a workbook after `#` (`rosters.xlsx#March`).

    Raises
    ------
    ScenarioError
        With line 0 where the file is missing or unreadable, else with the line of each fault.
    """
    name = str(source)
    faults = Faults(name)
    workbook = WORKBOOK.fullmatch(name)
    path = Path(workbook["path"] if workbook else name)
    suffix = Path(name.partition("#")[0]).suffix.lower()
    if suffix in UNREADABLE:
        faults.stop(f"{suffix} files are not read: save the table as .xlsx or CSV")
    try:
        if workbook:
            return read_excel(path, workbook["sheet"] or None, name)
        return read_csv(path, name)
    except FileNotFoundError:
        faults.stop(f"no such file{_nearby(path)}")
    except IsADirectoryError:
        faults.stop("is a folder, expected a CSV file or a workbook")
    except OSError as error:
        faults.stop(f"cannot be read ({error.strerror or error})")


def _nearby(path: Path) -> str:
    import difflib

    if not path.parent.is_dir():
        return f": there is no folder {path.parent}"
    near = difflib.get_close_matches(path.name, sorted(entry.name for entry in path.parent.iterdir()), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
