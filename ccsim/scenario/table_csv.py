"""Text tables: comma, semicolon or tab; UTF-8, UTF-16 with a mark, or Windows-1252."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

from ccsim.scenario.table_rows import Cell, Faults, Table, shape
from ccsim.sentences import Sentence

NAMES = {"\t": Sentence("tab_separated"), ";": Sentence("semicolon_separated"), ",": Sentence("comma_separated")}
OTHERS = "|^~"  # separators of some programs, said but not read
LOOKED_AT = 200  # lines that decide on the delimiter


def read_csv(path: Path, source: str) -> Table:
    """The table in a text file. Raises ScenarioError (see `shape`), also for bytes that are no text."""
    faults = Faults(source)
    text, encoding = _decode(path.read_bytes(), faults)
    declared = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)  # what Excel writes to tell itself
    delimiter = declared.group(1) if declared else _delimiter(text)
    if not delimiter and (unknown := _other_separator(text)):
        faults.stop(f"the columns seem to be separated by {unknown!r}: separate them by comma, semicolon or tab", 1)
    records: list[tuple[int, list[Cell]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or ",", strict=True)
    begun = 1
    try:
        for cells in reader:
            if not (declared and begun == 1):
                whole: list[Cell] = [*cells] if delimiter else [(delimiter or ",").join(cells)]
                records.append((begun, whole))
            begun = reader.line_num + 1
    except csv.Error as error:
        faults.stop(f"broken quotes or line ({error})", begun)
    form = NAMES.get(delimiter, Sentence("one_column"))
    return shape(source, Sentence("listed", these=[form, encoding]) if encoding else form, delimiter, records)


def _decode(content: bytes, faults: Faults) -> tuple[str, str]:
    """The text, and what to say about an encoding that nobody would expect."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            faults.stop(f"the file begins as UTF-16 text but does not go on as such ({error.reason})")
    if b"\0" in content:
        faults.stop("the file is not text, expected CSV (or a workbook whose name ends in .xlsx)")
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass  # written by an older Windows program: every byte but five has a meaning there
    try:
        return content.decode("cp1252"), Sentence("not_utf_8")
    except UnicodeDecodeError:
        faults.stop("the file is neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8")


def _delimiter(text: str) -> str:
    """The one that cuts the header into most columns, then the one by which most rows agree with the header.

    A decimal comma cuts rows too, so on a tie a semicolon goes before a comma. Empty: a table of one column. A title
    above the header, which nothing cuts, is passed over where what follows is a row of names.
    """
    lines = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]
    if not lines:
        return ""
    cut = [any(_pieces(line, candidate) > 1 for candidate in NAMES) for line in lines]
    if True in cut and not re.search(r"\d", lines[cut.index(True)]):
        lines = lines[cut.index(True) :]
    best: tuple[int, int] = (1, 0)
    chosen = ""
    for candidate in NAMES:
        counts = [_pieces(line, candidate) for line in lines]
        agreeing = Counter(counts[1:])[counts[0]]
        if counts[0] > 1 and (counts[0], agreeing) > best:
            best, chosen = (counts[0], agreeing), candidate
    return chosen


def _other_separator(text: str) -> str:
    """What cuts header and rows alike and is none of the separators that are read."""
    lines = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]
    for candidate in OTHERS:
        counts = {line.count(candidate) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and 0 not in counts:
            return candidate
    return ""


def _pieces(line: str, delimiter: str) -> int:
    return re.sub(r'"[^"]*"', "", line).count(delimiter) + 1
