"""Numbers in cells: decimal point or comma, thousands separators, durations."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import time, timedelta

from ccsim.scenario import durations
from ccsim.scenario.table_rows import Cell, Faults, Line, Table, is_blank, shown
from ccsim.sentences import Sentence

DIGITS = r"(?:\d+(?:[.,]\d+)*[.,]?|[.,]\d+)"
NUMBER = re.compile(rf"(?P<sign>[+-]?)(?P<body>{DIGITS})(?P<exponent>[eE][+-]?\d+)?")
SPACED = re.compile(r"[+-]?\d{1,3}(?:[\u0020\u00a0\u202f'\u2019]\d{3})+(?:[.,]\d+)?")  # 1 234 567 or 1'234'567
GROUPING = re.compile(r"[\u0020\u00a0\u202f'\u2019]")
CLOCKED = re.compile(r"(?:(?P<hours>\d{1,6}):)?(?P<minutes>\d{1,6}):(?P<seconds>[0-5]\d(?:[.,]\d+)?)")
PART = re.compile(rf"([+-]?{DIGITS}(?:[eE][+-]?\d+)?)\s*([A-Za-z]+)\s*")  # 1.5 min
UNIT = re.compile(r"(?<=[\d.,\s])[A-Za-z]+$")
MARKS = {".": Sentence("decimal_point"), ",": Sentence("decimal_comma")}


class Numbers:
    """Reads the numeric columns of one table, all with the same decimal mark.

    The mark is told from all their cells together: `12,5` has a decimal comma, `1.234,5` too, and `1.234.567` a
    thousands point. Where `1.234` is all there is, point and comma are told by what separates the columns, and where
    that does not tell either it is a fault: guessing would be wrong by a factor of a thousand.
    """

    def __init__(self, table: Table, columns: Iterable[int], faults: Faults) -> None:
        self.table = table
        self.faults = faults
        self._told = True
        self.mark = self._decide(list(columns))
        thousands = "." if self.mark == "," else ","
        whole = rf"(?:\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+)?"
        self._form = re.compile(rf"[+-]?{whole}(?:{re.escape(self.mark or '.')}\d*)?(?:[eE][+-]?\d+)?")
        self._thousands = thousands

    @property
    def understood(self) -> str | None:
        """The decimal mark seen, or None where all numbers are whole."""
        return MARKS[self.mark] if self.mark else None

    def number(self, line: Line, column: int, expected: str = "a number", percent: bool = False) -> float | None:
        """The cell's number, or None after a fault: empty, not a number, NaN, infinite or negative."""
        cell = line.cells[column]
        value = None if is_blank(cell) else self._parse(cell, percent)
        if is_blank(cell):
            self._fault(line, column, f"is empty, expected {expected}")
        elif value is None or not math.isfinite(value):
            if self._told or not evidence(str(cell))[0]:  # else the whole table's mark is the fault, already told
                self._fault(line, column, f"must be {expected}, got {shown(cell)}")
            return None
        elif value < 0:
            self._fault(line, column, f"must not be negative, got {shown(cell)}")
            return None
        return value

    def whole(self, line: Line, column: int, expected: str = "a whole number") -> int | None:
        value = self.number(line, column, expected)
        if value is not None and not value.is_integer():
            self._fault(line, column, f"must be {expected}, got {shown(line.cells[column])}")
            return None
        return None if value is None else int(value)

    def duration(self, line: Line, column: int, expected: str = "") -> float | None:
        """Seconds, `[hh:]mm:ss`, `1.5 min` or a duration cell of a workbook; None after a fault."""
        cell = line.cells[column]
        if isinstance(cell, timedelta) and cell >= timedelta(0):
            return cell.total_seconds()
        if isinstance(cell, time):
            return cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
        if isinstance(cell, str) and (clocked := CLOCKED.fullmatch(cell.strip())):
            seconds = float(clocked["seconds"].replace(",", "."))
            return int(clocked["hours"] or 0) * 3600 + int(clocked["minutes"]) * 60 + seconds
        if isinstance(cell, str) and (parts := PART.findall(cell)) and not PART.sub("", cell).strip():
            seconds_of_parts = self._with_units(parts)
            if seconds_of_parts is None and (self._told or not evidence(cell)[0]):
                usual = "a duration like 90, 90 s, 1.5 min or mm:ss"
                self._fault(line, column, f"must be {expected or usual}, got {shown(cell)}")
            return seconds_of_parts
        return self.number(line, column, expected or "a duration in seconds or mm:ss")

    def _with_units(self, parts: list[tuple[str, str]]) -> float | None:
        """Seconds of amounts with their units; None where one cannot be read."""
        total = 0.0
        for text, unit in parts:
            amount = self._parse(text, percent=False)
            try:
                total += durations.duration(f"{amount!r} {unit}")
            except ValueError:
                return None
        return total

    def _fault(self, line: Line, column: int, message: str) -> None:
        self.faults.cell(self.table, line, column, message)

    def _parse(self, cell: Cell, percent: bool) -> float | None:
        if isinstance(cell, bool) or not isinstance(cell, int | float | str):
            return None
        if not isinstance(cell, str):
            return float(cell)
        text = cell.strip()
        scale = 1.0
        if percent and text.endswith("%"):
            text, scale = text[:-1].rstrip(), 100.0
        text = GROUPING.sub("", text) if SPACED.fullmatch(text) else text
        if not self._form.fullmatch(text) or not any(map(str.isdigit, text)):
            return None
        return float(text.replace(self._thousands, "").replace(",", ".")) / scale

    def _decide(self, columns: list[int]) -> str:
        """The decimal mark, or empty where no cell has one (or it cannot be told: a fault)."""
        sure: dict[str, tuple[Line, int]] = {}
        unsure: dict[str, tuple[Line, int]] = {}
        for line in self.table.lines:
            for column in columns:
                cell = line.cells[column]
                if not isinstance(cell, str) or ("." not in cell and "," not in cell):
                    continue
                mark, certain = evidence(cell)
                if mark:
                    (sure if certain else unsure).setdefault(mark, (line, column))
        if len(sure) == 2:
            line, column = max(sure.values(), key=lambda place: place[0].number)
            self._fault(line, column, f"decimal points and decimal commas in one table, got {self._text(line, column)}")
            self._told = False
            return ""
        if sure:
            return next(iter(sure))
        usual = {",": ".", ";": ","}.get(self.table.delimiter)
        if set(unsure) == {usual}:
            return usual or ""
        for line, column in unsure.values():
            got = self._text(line, column)
            remedy = "write it without the separator, or with one decimal more"
            self._fault(line, column, f"cannot tell a thousands separator from a decimal mark, got {got}: {remedy}")
            self._told = False
        return ""

    def _text(self, line: Line, column: int) -> str:
        return shown(line.cells[column])


def evidence(text: str) -> tuple[str, bool]:
    """Which mark is the decimal one in this cell, and whether that is certain; empty where there is no telling.

    Not certain: one mark with one to three digits before it and exactly three after it (`1.234`).
    """
    text = GROUPING.sub("", UNIT.sub("", text.strip().rstrip("%").rstrip()))
    match = NUMBER.fullmatch(text)
    if not match:
        return "", False
    body = match["body"]
    marks = [c for c in body if c in ".,"]
    if not marks:
        return "", False
    last, other = marks[-1], "." if marks[-1] == "," else ","
    if len(set(marks)) == 2:
        return last, True
    if len(marks) > 1:
        return other, True  # a mark that comes twice separates thousands
    before, _, after = body.partition(last)
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0") and not match["exponent"]
    return last, not grouped
