"""Rows with a text that goes on in the next line where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ccsim.cli.layout import grid, longest, unbroken
from ccsim.cli.screen import screen
from ccsim.cli.table_columns import LAST, Column, fitted

LEAST = 20
"""Columns of a text beside others; on a terminal that has not so many it stands below its row."""
INDENT = "  "


@dataclass(frozen=True)
class Folded:
    """Cells of a row, and what is said below it."""

    row: Sequence[str]
    detail: str = ""


def folded(headings: Sequence[str], rows: Sequence[Folded], wide: int = 1) -> list[str]:
    """A grid in which the text of column `wide`, the last that is flush left, is broken into lines."""
    shown = screen()
    texts = [one.row[wide] for one in rows]
    verdicts = {len(headings) - 1} if shown.terminal else ()
    over = longest(grid(list(headings), [list(one.row) for one in rows], wide + 1, verdicts)) - shown.width
    room = longest(texts) - max(over, 0)
    if shown.terminal and room < min(LEAST, longest(texts)):
        return _below(headings, rows, wide)
    parts = [unbroken(text, max(room, LEAST)) for text in texts]
    first = [[*one.row[:wide], part[0], *one.row[wide + 1 :]] for one, part in zip(rows, parts, strict=True)]
    heading, *lines = grid(list(headings), first, wide + 1, verdicts)
    before = longest([headings[0], *(one.row[0] for one in rows)]) + 2 if wide else 0
    indent = " " * (before + len(INDENT))
    found = [heading]
    for one, line, part in zip(rows, lines, parts, strict=True):
        found += [line, *(indent + more for more in part[1:])]
        found += [indent + more for more in unbroken(one.detail, shown.width - len(indent))] if one.detail else []
    return found


def _below(headings: Sequence[str], rows: Sequence[Folded], wide: int) -> list[str]:
    """The table without the text, which stands below each row; above it where it is all that says which row it is."""
    width, last = screen().width, len(headings) - 1
    heading, *lines = fitted(
        [
            Column(
                title,
                [one.row[place] for one in rows],
                left=place < wide or place == last,
                goes=0 if place in (0, last) else LAST - place,
            )
            for place, title in enumerate(headings)
            if place != wide
        ],
        headings[0],
    )
    found = [heading]
    for one, line in zip(rows, lines, strict=True):
        if wide:
            found += [line, *(INDENT + more for more in unbroken(one.row[wide], width - len(INDENT)))]
        else:
            found += [*unbroken(one.row[wide], width), line]
        found += [INDENT + more for more in unbroken(one.detail, width - len(INDENT))] if one.detail else []
    return found
