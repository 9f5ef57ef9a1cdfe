"""Tables with a text for each row, beside it where there is room, else below it."""

from __future__ import annotations

from collections.abc import Sequence

from ccsim.cli.ink import HEADING, inked, words
from ccsim.cli.layout import longest, padded, unbroken
from ccsim.cli.screen import screen

INDENT = " " * 4
GAP = 2


def beside(lines: Sequence[str], said: Sequence[str], heading: str, least: int, below: str = "") -> list[str]:
    """The lines of a table, the first of which are its headings, with what is `said` of each row.

    Beside them, under `heading`, where there are `least` columns; else below each, begun by `below`.
    """
    width = longest(lines) + GAP
    first, *rows = lines
    room = screen().width - width
    if room >= least:
        found = [f"{padded(first, width)}{inked(heading, HEADING)}"]
        for line, text in zip(rows, said, strict=True):
            begun, *more = unbroken(text, room) or [""]
            found += [f"{padded(line, width)}{words(begun)}", *(" " * width + words(one) for one in more)]
    else:
        found = [first]
        for line, text in zip(rows, said, strict=True):
            parts = unbroken(below + text, screen().width - len(INDENT)) if text else []
            found += [line, *(INDENT + words(one) for one in parts)]
    return [line.rstrip() for line in found]
