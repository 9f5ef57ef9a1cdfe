"""Workbooks in files: whole or not at all, the same bytes for the same results, never over what somebody else made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import OutputError
from ccsim.study.whole_file import writable, write_whole
from ccsim.workbook.sheet import FORMATS, Sheet, value

if TYPE_CHECKING:
    from ccsim.report.run import Run
    from ccsim.study.check_result import CheckResult
    from ccsim.study.comparison import Comparison
    from ccsim.study.result import Result
    from ccsim.study.risk_result import Risk
    from ccsim.study.selected import Selected
    from ccsim.study.stress import Stress
    from ccsim.study.sweep_result import Sweep

SUFFIX = ".xlsx"
MARK = b"written by ccsim"
"""Comment of the file, which any other program leaves out when it saves: one without it is somebody's own."""
MOST_ROWS = 1_048_576
_UNDATED = (1980, 1, 1, 0, 0, 0)
_WIDEST, _NARROWEST = 60, 8  # characters


def check_workbook(path: str | Path, inputs: Sequence[str] = ()) -> None:
    """
    Raises
    ------
    OutputError
        The name does not end in .xlsx, or the file cannot be written, is one of `inputs`, or was not written by ccsim,
        or changed since.
    """
    path = Path(path)
    if path.suffix.lower() != SUFFIX:
        raise OutputError(f"cannot write {path}: the name of a workbook must end in {SUFFIX}")
    writable(path, inputs)
    try:
        if not path.is_file() or _comment(path) == MARK:
            return
    except OSError as refusal:
        raise OutputError(f"cannot write {path}: {refusal.strerror or refusal}") from refusal
    raise OutputError(
        f"cannot write {path}: there is such a file already, and ccsim did not write it, or it was changed since; "
        "it is left alone: choose another name, or move that file away"
    )


def save_workbook(
    found: Result | Run | str | Path | Comparison | Stress | Risk | Selected | Sweep | CheckResult, path: str | Path
) -> Path:
    """Write the tables of a run (or of its folder), comparison, stress test, risk analysis, selection, sweep or
    check.

    A workbook that ccsim wrote is replaced.

    Raises
    ------
    OutputError
        As `check_workbook`, or there are more rows than a sheet can hold; nothing is half-written.
    ResultsError
        There are no results of a run in the folder.
    """
    from ccsim.report.run import run_of
    from ccsim.workbook.contents import sheets_of

    path = Path(path)
    check_workbook(path)
    whole = run_of(found) if isinstance(found, str | Path) else found
    sheets = [sheet for sheet in sheets_of(whole) if sheet.rows]
    for sheet in sheets:
        if sheet.rows >= MOST_ROWS:
            raise OutputError(
                f"cannot write {path}: sheet {sheet.name!r} would have {sheet.rows:,} rows, and a workbook holds "
                f"{MOST_ROWS - 1:,}; --out DIR writes them as CSV"
            )
    write_whole(path, packed(sheets))
    return path


def packed(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of these sheets, with frozen headers and filters."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "ccsim"
    for sheet in sheets:
        _write(book, sheet)
    raw = io.BytesIO()
    book.save(raw)
    return _undated(raw.getvalue())


def _write(book: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(sheet.name)
    page.freeze_panes = f"{get_column_letter(sheet.keys + 1)}2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{sheet.rows + 1}"
    bold, filled = Font(bold=True, color="FF22303A"), PatternFill("solid", fgColor="FFE3EAEE")
    wrapped = Alignment(wrap_text=True, vertical="top")
    header = []
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = _width(column.title, column.values)
        cell = WriteOnlyCell(page, _text(column.title))
        cell.font, cell.fill, cell.alignment, cell.data_type = bold, filled, wrapped, "s"
        header.append(cell)
    page.append(header)
    formats = [[FORMATS[kind] for kind in column.kinds()] for column in sheet.columns]
    for row in range(sheet.rows):
        cells: list[Any] = []
        for column, shown in zip(sheet.columns, formats, strict=True):
            content = value(column.values[row])
            if content is None:
                cells.append(None)
                continue
            text = isinstance(content, str)
            cell = WriteOnlyCell(page, _text(content) if isinstance(content, str) else content)
            if text:
                cell.data_type = "s"  # a name that begins with = is no formula
            else:
                cell.number_format = shown[row]
            cells.append(cell)
        page.append(cells)


def _text(content: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("?", content))[:32_767]


def _width(title: str, values: Sequence[Any]) -> float:
    """Of the longest text; the header, which is wrapped, may take three lines."""
    longest = max((len(one) for one in values if isinstance(one, str)), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 2, 12 if len(title) > 12 else 0, len(title) / 2 + 2)))


def _undated(raw: bytes) -> bytes:
    """The same archive without the times of writing, and with ccsim's mark."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, _UNDATED)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, content)
        new.comment = MARK
    return packed.getvalue()


def _comment(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment
    except zipfile.BadZipFile:
        return b""
