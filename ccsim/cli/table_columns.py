"""A table that fits the line: what is least missed gives way first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ccsim.cli.layout import grid, longest, padded, shortened
from ccsim.cli.screen import screen

NAME_LEAST = 10
ON_PAPER = 10
"""Earlier turns are taken on paper too, where a line that is too long is better than a column that nobody finds."""
LAST = 99


@dataclass(frozen=True)
class Column:
    """A column, and how it gives way where the line is too short, in turns: 1 first, 0 never.

    Attributes
    ----------
    heading, cells
        One cell for each row.
    left : bool
        Flush left.
    brief, briefly
        The cells from turn `briefly` on, such as those without half widths.
    bars, unbarred, over, legend
        Beside the cells on a terminal, until turn `unbarred`; `over` stands above them, `legend` says what they are.
    goes : int
        The turn in which the column is left out; a terminal says which.
    least, shortens
        Columns to which texts are shortened as far as it takes, in turn `shortens`.
    """

    heading: str
    cells: Sequence[str]
    left: bool = False
    brief: Sequence[str] = ()
    briefly: int = 0
    bars: Sequence[str] = ()
    unbarred: int = 1
    over: str = ""
    legend: str = ""
    goes: int = 0
    least: int = 0
    shortens: int = LAST

    def texts(self) -> list[str]:
        """Heading and cells, the numbers in line where there are bars beside them."""
        found = [self.heading, *self.cells]
        if not self.bars:
            return found
        width = longest(found)
        beside = [self.over, *self.bars]
        room = longest(self.bars)
        return [f"{padded(text, width, True)} {padded(bar, room)}" for text, bar in zip(found, beside, strict=True)]


def fitted(columns: Sequence[Column], title: str | None = None, indent: int = 0) -> list[str]:
    """Lines of the table, within the screen less `indent` where that can be.

    `title` names it where columns go, else its first heading.
    """
    shown = screen()
    own = [column if shown.terminal else replace(column, bars=()) for column in columns]
    turns = sorted(
        (turn, place, kind)
        for place, column in enumerate(own)
        for turn, kind in (
            (column.unbarred if column.bars else 0, "bars"),
            (column.briefly if column.brief else 0, "brief"),
            (column.shortens if column.least else 0, "least"),
            (column.goes, "goes"),
        )
        if turn and (shown.terminal or turn < ON_PAPER)
    )
    gone: set[int] = set()

    def lines() -> list[str]:
        texts = [column.texts() for place, column in enumerate(own) if place not in gone]
        lefts = [column.left for place, column in enumerate(own) if place not in gone]
        headings, *rows = (list(row) for row in zip(*texts, strict=True))
        return grid(headings, rows, left=0, also_left={place for place, left in enumerate(lefts) if left})

    for _, place, kind in turns:
        over = longest(lines()) + indent - shown.width
        if over <= 0:
            break
        column = own[place]
        if kind == "bars":
            own[place] = replace(column, bars=())
        elif kind == "brief":
            own[place] = replace(column, cells=column.brief)
        elif kind == "least":
            width = max(longest(column.cells) - over, column.least)
            own[place] = replace(column, cells=[shortened(cell, width) for cell in column.cells])
        else:
            gone.add(place)
            if shown.terminal:
                shown.left_out.setdefault(columns[0].heading if title is None else title, {})[column.heading] = None
    shown.legend.update(dict.fromkeys(column.legend for column in own if column.bars and column.legend))
    return lines()
