"""A table that fits the line: what is least missed gives way first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ccsim.cli.layout import broken, grid, held, longest, padded, shortened, told_apart
from ccsim.cli.screen import screen

NAME_LEAST = 10
ON_PAPER = 10
"""Earlier turns are taken on paper too, where a line that is too long is better than a column that nobody finds."""
LAST = 99
FOLD = "  "
"""Before what goes on of a name in the next line."""
WORD = 24
"""Longer words of a folded name are broken."""


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
        Columns to which texts are shortened as far as it takes, in turn `shortens`; so that they still differ, where
        that can be.
    folds
        Of the first column: texts go on in the next lines instead of being shortened.
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
    folds: bool = False

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
    heading, rows = fitted_rows(columns, title, indent)
    return [heading, *(line for row in rows for line in row)]


def fitted_rows(columns: Sequence[Column], title: str | None = None, indent: int = 0) -> tuple[str, list[list[str]]]:
    """As `fitted`: the line of headings, and the lines of each row, which are several where its name is folded."""
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
    below: list[list[str]] = [[] for _ in columns[0].cells]

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
            if column.folds:
                parts = [folded_name(cell, max(width, longest_word(column.cells))) for cell in column.cells]
                cells, below = [first for first, *_ in parts], [more for _, *more in parts]
            else:
                cells = distinct_within(column.cells, width)
            own[place] = replace(column, cells=cells)
        else:
            gone.add(place)
            if shown.terminal:
                shown.left_out.setdefault(columns[0].heading if title is None else title, {})[column.heading] = None
    shown.legend.update(dict.fromkeys(column.legend for column in own if column.bars and column.legend))
    heading, *first_lines = lines()
    return heading, [[line, *more] for line, more in zip(first_lines, below, strict=True)]


def folded_name(name: str, width: int) -> list[str]:
    """A name on as many lines of `width` columns as it takes, later ones indented."""
    return broken(held(name, " %"), width, FOLD)


def longest_word(names: Sequence[str]) -> int:
    """Columns that keep every word whole with its unit behind it, where it goes on below; at most those of `WORD`."""
    words = (word for name in names for word in held(name, " %").split(" "))
    return min(longest(words) + len(FOLD), WORD)


def distinct_within(names: Sequence[str], width: int) -> list[str]:
    """Names of at most so many columns, told apart where that can be."""
    found = told_apart(names, width)
    return found if longest(found) <= width else [shortened(name, width) for name in names]
