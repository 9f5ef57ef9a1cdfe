"""Tables in workbooks (.xlsx): cells keep their dates, times and numbers."""

from __future__ import annotations

import difflib
import warnings
from pathlib import Path
from typing import cast
from zipfile import BadZipFile

from ccsim.scenario.table_rows import Cell, Faults, Table, shape
from ccsim.sentences import Sentence


def read_excel(path: Path, sheet: str | None, source: str) -> Table:
    """The table on a sheet of a workbook, the first one unless named.

    Raises ScenarioError (see `shape`), also for a file that is no workbook and for a sheet that is not there.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    faults = Faults(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # styles and validations that openpyxl does not keep
            book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        faults.stop(f"not an .xlsx workbook, or a broken one ({error})")
    try:
        names = [page.title for page in book.worksheets]
        if sheet is not None and sheet not in names:
            near = difflib.get_close_matches(sheet, names, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            faults.stop(f"no sheet {sheet!r} in the workbook{hint}: it has {', '.join(map(repr, names))}")
        if not names:
            faults.stop("the workbook has no sheet of cells")
        page = book[sheet if sheet is not None else names[0]]
        page.reset_dimensions()  # some exports declare a wrong size, and only the declared part would be read
        rows = [[*cells] for cells in page.iter_rows(values_only=True)]
    finally:
        book.close()
    if sheet is None and len(names) > 1:
        source = f"{source}#{page.title}"
        others = ", ".join(repr(name) for name in names if name != page.title)
        besides = f"; no sheet is named, so this is the first one, there are also {others}: {path.name}#{names[1]}"
    else:
        besides = ""
    if any(cell is None for cells in rows for cell in cells):
        _refuse_formulas(path, page.title, rows, Faults(source))
    width = max((_used(cells) for cells in rows), default=0)
    records = [(number, [*cells, *[None] * width][:width]) for number, cells in enumerate(rows, start=1)]
    form = Sentence("sheet", name=repr(page.title))
    return shape(source, form, "", cast(list[tuple[int, list[Cell]]], records), True, besides)


def _refuse_formulas(path: Path, title: str, rows: list[list[object]], faults: Faults) -> None:
    """Raises ScenarioError where a cell without a value holds a formula: no spreadsheet program has reckoned it."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path, read_only=True)
    try:
        page = book[title]
        page.reset_dimensions()
        empty = [
            (cell.row, cell.column, cell.coordinate)
            for cells, values in zip(page.iter_rows(), rows, strict=False)
            for cell, value in zip(cells, values, strict=False)
            if value is None and isinstance(cell.value, str) and cell.value.startswith("=")
        ]
    finally:
        book.close()
    if empty:
        line, column, name = empty[0]
        count = f"{len(empty)} formulas have no stored value, the first" if len(empty) > 1 else "the formula"
        what = f"{count} in cell {name}" + ("" if len(empty) > 1 else " has no stored value")
        faults.add(f"{what}: open the workbook in Excel or LibreOffice and save it", line, column)
        faults.raise_any()


def _used(cells: list[object]) -> int:
    return max((index for index, cell in enumerate(cells, start=1) if cell is not None), default=0)
