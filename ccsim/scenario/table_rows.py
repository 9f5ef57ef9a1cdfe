"""A table as it stands in its file, before anyone knows what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, Literal, NoReturn, TypeVar

from ccsim.errors import Fault, ScenarioError
from ccsim.sentences import Sentence

Row = TypeVar("Row")
Cell = str | int | float | bool | date | datetime | time | timedelta | None
DateOrder = Literal["iso", "dmy", "mdy"]

SHOWN = 60  # characters of a cell in a message
TOLD = 100  # faults of one table
TITLES = 10  # rows at the top among which the column names are looked for
ALIKE = 3  # of them, in one column, of one kind
_DIFFERS = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|\d[\d:.]*")  # cells and lines in a message: not its kind


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """What a table says. `understood` is one line for `validate`; it and the other lines begin with the file's name.

    `assumed` is what was taken for granted though the table does not say it: `run` tells it, too.
    """

    rows: tuple[Row, ...]
    understood: Sentence
    warnings: tuple[Sentence, ...] = ()
    assumed: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row and the line of the file it begins on; as many cells as the table has columns."""

    number: int
    cells: tuple[Cell, ...]
    places: tuple[int, ...] = ()  # where each cell stands in the file, when the table was turned round


@dataclass(frozen=True)
class Table:
    source: str  # path as given, with the sheet after `#`
    form: Sentence  # "semicolon-separated"; "sheet 'March'"
    delimiter: str  # of a text file with more than one column, else empty
    header: tuple[str, ...]
    header_line: int
    lines: tuple[Line, ...]
    across: tuple[str, ...] = ()  # header of the file, when the table was turned round
    workbook: bool = False  # cells have names like C2
    besides: str = ""  # other sheets that may have been meant, as a sentence

    @property
    def file_name(self) -> str:
        return self.source.replace("\\", "/").rpartition("/")[2]

    def understood(self, *parts: str | None) -> Sentence:
        """What was recognised, on one line that begins with the file's name."""
        return Sentence("table_read", table=self.file_name, how=[part for part in (self.form, *parts) if part])


class Faults:
    """Collects what is wrong with one table, so that all of it is told at once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[Fault] = []

    def add(self, message: str, line: int = 0, column: int = 0, path: str = "") -> None:
        """`line` as in the file and `column` the cell of its row, both from 1; line 0 is the table as a whole."""
        self.found.append(Fault(self.source, line, max(column, 1) if line else 0, path, message))

    def cell(self, table: Table, line: Line, column: int, message: str) -> None:
        """A fault of one cell; `column` is its index."""
        place = line.places[column] if line.places else column
        name = (table.across or table.header)[place]
        cell = f"cell {_letters(place)}{line.number}" if table.workbook else ""
        self.add(message, line.number, place + 1, ", ".join(part for part in (name, cell) if part))

    def stop(self, message: str, line: int = 0) -> NoReturn:
        self.add(message, line)
        raise ScenarioError(self._told())

    def raise_any(self) -> None:
        if self.found:
            raise ScenarioError(self._told())

    def _told(self) -> list[Fault]:
        """The faults, of one kind in one column the first three and how many more, and a hundred at the most.

        A wrong column of a long table has one in each row.
        """
        kinds: dict[tuple[int, str], list[Fault]] = {}
        for fault in sorted(set(self.found)):
            kinds.setdefault((fault.column, _DIFFERS.sub("", fault.message)), []).append(fault)
        found = []
        for alike in kinds.values():
            found += alike if len(alike) <= ALIKE + 1 else alike[:ALIKE]
            if len(alike) > ALIKE + 1:
                first, column = alike[ALIKE], alike[ALIKE].path.partition(", cell ")[0]
                where = " in this column" if column else ""
                more = f"and {len(alike) - ALIKE} more like it{where}"
                found.append(Fault(self.source, first.line, first.column, column, more))
        found.sort()
        if len(found) <= TOLD:
            return found
        line = found[TOLD].line
        return [*found[:TOLD], Fault(self.source, line, 1, "", f"and {len(found) - TOLD} more faults from here on")]


def shown(cell: Cell) -> str:
    """A cell as a message quotes it: short, on one line."""
    text = " ".join(str(cell).split())
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shape(
    source: str,
    form: Sentence,
    delimiter: str,
    records: Sequence[tuple[int, Sequence[Cell]]],
    workbook: bool = False,
    besides: str = "",
) -> Table:
    """Header and rows out of raw records (line number, cells).

    Blank rows and blank columns at the right are left out. Raises ScenarioError for an empty table, a header without
    rows, a title above the header, two columns of one name, and for rows with more or fewer cells than the header.
    """
    faults = Faults(source)
    filled = [(number, cells) for number, cells in records if not all(map(is_blank, cells))]
    if not filled:
        faults.stop(f"the table is empty, expected a row of column names and rows below it{besides}")
    header_line, first = filled[0]
    if (below := _names_below(filled)) is not None:
        title = next(cell for cell in first if not is_blank(cell))
        faults.stop(f"a title, {shown(title)}, stands above the column names of line {below}: remove it", header_line)
    names = ["" if is_blank(cell) else " ".join(_heading(cell).split()) for cell in first]
    while not names[-1]:
        names.pop()
    if len(filled) == 1:
        faults.stop(f"the table has column names and no rows below them{besides}", header_line)
    for index, name in enumerate(names):
        if name and name in names[:index]:
            faults.add(f"column {name!r} stands twice, in columns {names.index(name) + 1} and {index + 1}", header_line)
    lines = []
    for number, cells in filled[1:]:
        kept = list(cells)
        while len(kept) > len(names) and is_blank(kept[-1]):
            kept.pop()
        if len(kept) != len(names):
            faults.add(
                f"the row has {_cells(len(kept))}, the header {len(names)}{_hint(delimiter, kept, names)}", number
            )
        lines.append(Line(number, tuple(kept)))
    faults.raise_any()
    return Table(source, form, delimiter, tuple(names), header_line, tuple(lines), workbook=workbook, besides=besides)


def _heading(cell: Cell) -> str:
    """A column's name; a workbook's date at midnight is that date."""
    return str(cell.date() if isinstance(cell, datetime) and cell.time() == time() else cell)


def _names_below(filled: Sequence[tuple[int, Sequence[Cell]]]) -> int | None:
    """The line of the column names where the first row holds one text and a later one begins the table."""
    if _filled(filled[0][1]) != 1:
        return None
    for number, cells in filled[1:TITLES]:
        if _filled(cells) > 1:
            return number if all(is_blank(cell) or _is_name(cell) for cell in cells) else None
    return None


def _filled(cells: Sequence[Cell]) -> int:
    return sum(not is_blank(cell) for cell in cells)


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and not re.search(r"\d", cell)


def _letters(index: int) -> str:
    """Column A, B, ... Z, AA of a workbook."""
    letters = ""
    while index >= 0:
        letters, index = chr(ord("A") + index % 26) + letters, index // 26 - 1
    return letters


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"


def _hint(delimiter: str, cells: Sequence[Cell], names: Sequence[str]) -> str:
    if delimiter == "," and len(cells) > len(names):
        return " (numbers with a decimal comma must be quoted where commas separate the columns)"
    return ""


def rows_outside(table: Table, lines: Sequence[int], dates: Sequence[date]) -> Sentence:
    """That rows of a table are of no day of the scenario; by their lines, in order."""
    counted = {"n": len(lines), "all": len(table.lines), "line": lines[0]}
    return Sentence("rows_outside", table=table.source, **counted, first=dates[0], last=dates[-1])
