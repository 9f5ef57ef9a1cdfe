"""Numbers, columns and sentences as tables show them, as wide as the screen is."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from textwrap import TextWrapper
from typing import TYPE_CHECKING

from rich.cells import set_cell_size

from ccsim.cli.ink import HEADING, bare, cells, clean, inked
from ccsim.cli.screen import screen
from ccsim.measures.catalogue import find
from ccsim.report import durations

if TYPE_CHECKING:
    from ccsim.study.result import Result

EMPTY = "-"
LONGEST = 120
"""Sentences are no longer: on a wide screen the eye would lose the line."""
NO_BREAK = "\u00a0"


def percent(share: float) -> str:
    """`81.2` for 0.812."""
    if math.isnan(share):
        return EMPTY
    return f"{100 * share:.1f}"


def count(number: float) -> str:
    """`1,234`; below 100 with one decimal where it is not whole."""
    if math.isnan(number):
        return EMPTY
    return f"{number:,.0f}" if abs(number) >= 100 or number == round(number) else f"{number:,.1f}"


def duration(seconds: float) -> str:
    """`4.2 s`, `38 s`, `12.5 min`, `3.1 h`."""
    if math.isnan(seconds):
        return EMPTY
    size, unit = time_unit(seconds)
    number = seconds / size
    digits = 0 if number == round(number) or (unit == "s" and number >= 10) else 1
    return f"{number:.{digits}f} {unit}"


def fixed(number: float, digits: int) -> str:
    """`1,234.50`."""
    return EMPTY if math.isnan(number) else f"{number:,.{digits}f}"


def time_unit(seconds: float) -> tuple[float, str]:
    """Unit in which a duration reads best: (its seconds, its name)."""
    unit = durations.time_unit(seconds)
    return unit.size, unit.sign


def with_half_width(mean: float, half: float, unit: str) -> str:
    """`81.2 ± 0.9`, in the unit of a measure, shares in %; without an interval no `±`."""
    if math.isnan(mean):
        return EMPTY
    suffix = ""
    if unit == "share":
        mean, half, digits = 100 * mean, 100 * half, 1
    elif unit == "s":
        size, name = time_unit(mean)
        mean, half, suffix = mean / size, half / size, f" {name}"
        digits = 1 if name != "s" or (abs(mean) < 100 and not half >= 10) else 0
    elif unit == "score":
        digits = 2
    elif unit == "points":
        digits = 1
    else:
        if half == 0:  # the plan itself, such as paid hours: nothing random in it
            return count(mean)
        digits = 0 if abs(mean) >= 100 or half >= 1 else 2 if unit == "money" else 1
    if math.isnan(half):
        return f"{mean:,.{digits}f}{suffix}"
    return f"{mean:,.{digits}f} ± {half:,.{digits}f}{suffix}"


def grid(headings: list[str], rows: list[list[str]], left: int = 1, also_left: Container[int] = ()) -> list[str]:
    """Lines of a table: the first `left` columns and `also_left` flush left, the others flush right, headings over
    all."""
    widths = [max(cells(row[i]) for row in [headings, *rows]) for i in range(len(headings))]

    def line(row: list[str]) -> str:
        placed = [
            padded(cell, width, not (i < left or i in also_left))
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(placed).rstrip()

    return [inked(line(headings), HEADING), *(line(row) for row in rows)]


def padded(text: str, width: int, right: bool = False) -> str:
    """A text with spaces to so many columns."""
    spaces = " " * (width - cells(text))
    return f"{spaces}{text}" if right else f"{text}{spaces}"


def longest(lines: Iterable[str]) -> int:
    """Columns that the longest line takes; 0 without any."""
    return max(map(cells, lines), default=0)


def shortened(text: str, width: int) -> str:
    """A name of at most so many columns."""
    if cells(text) <= width:
        return text
    return set_cell_size(clean(text), width - 1) + "…"


def told_apart(names: Sequence[str], width: int) -> list[str]:
    """Names as long as `width` holds them; where two would look alike without their ends, without what they all begin
    with, and whole where that does not tell them apart either."""
    found = [shortened(name, width) for name in names]
    alike = [name for name, short in zip(names, found, strict=True) if found.count(short) > 1]
    if not alike:
        return found
    common = next((at for at, letters in enumerate(zip(*alike, strict=False)) if len(set(letters)) > 1), 0)
    begin = max(alike[0][:common].rfind(mark) for mark in (".", " ")) + 1
    ends = {name: shortened(f"…{name[begin:]}" if begin > 1 else name, width) for name in alike}
    if len(set(ends.values())) < len(set(alike)):
        ends = {name: name for name in alike}
    return [ends.get(name, short) for name, short in zip(names, found, strict=True)]


def cell(result: Result, scope: str, name: str, measure: str) -> str:
    """One estimate with its half width, in the unit of its measure."""
    estimate = result.estimates.get(scope, name, measure)
    return with_half_width(estimate.mean, estimate.half_width, find(measure).unit)


class _Chunk(str):
    """A word that is as long as the columns it takes."""

    def __len__(self) -> int:
        return cells(str(self))


class _Wrapper(TextWrapper):
    """Breaks lines by columns, not by characters."""

    def _split(self, text: str) -> list[str]:
        return [_Chunk(chunk) for chunk in super()._split(clean(text))]

    def _handle_long_word(self, reversed_chunks: list[str], cur_line: list[str], cur_len: int, width: int) -> None:
        if not self.break_long_words:
            super()._handle_long_word(reversed_chunks, cur_line, cur_len, width)
            return
        word, first = str(reversed_chunks.pop()), ""
        for letter in word:
            if first and cells(first + letter) > max(width - cur_len, 1):
                break
            first += letter
        cur_line.append(_Chunk(first))
        if word[len(first) :]:
            reversed_chunks.append(_Chunk(word[len(first) :]))


def broken(text: str, width: int, indent: str = "", words: bool = True, hyphens: bool = True) -> list[str]:
    """Lines of at most `width` columns, later ones indented. `hyphens`: lines may end at them.

    `words`: those too long for a line are broken; without, they go beyond it, but never on a terminal.
    """
    wrapper = _Wrapper(
        max(width, len(indent) + 2),
        subsequent_indent=indent,
        break_long_words=words or screen().terminal,
        break_on_hyphens=hyphens,
    )
    return [line.replace(NO_BREAK, " ") for line in wrapper.wrap(text)]


def unbroken(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns in which `80 %` stays together."""
    return broken(held(text, " %"), width)


def wrapped(text: str) -> list[str]:
    """A sentence, its later lines indented."""
    if screen().terminal:
        return together(text)
    return broken(text, screen().width, "  ", words=False, hyphens=False)


def together(text: str) -> list[str]:
    """A sentence in which numbers stay with their half widths and units."""
    return broken(held(text, " ± ", " %"), min(screen().width, LONGEST), "  ", words=False)


def whole(text: str) -> list[str]:
    """A sentence that is one line on paper, however long, for who reads it there by line."""
    return wrapped(text) if screen().terminal else [text]


def flowing(lines: Iterable[str]) -> list[str]:
    """Lines of a text, on a terminal broken to its width, each below its beginning."""
    width = min(screen().width, LONGEST)
    if not screen().terminal:
        return list(lines)
    indents = ((line, " " * (len(line) - len(line.lstrip()) + 2)) for line in lines)
    return [part for line, indent in indents for part in broken(line, width, indent, hyphens=False) or [""]]


def held(text: str, *parts: str) -> str:
    """A text in which lines are not broken at these parts."""
    for part in parts:
        text = text.replace(part, part.replace(" ", NO_BREAK))
    return text


def headed(lines: Iterable[str]) -> list[str]:
    """Lines of a heading, in bold where there is ink."""
    return [inked(line, HEADING) for line in lines]


def paragraphs(blocks: Iterable[Sequence[str]]) -> list[str]:
    """Lines of blocks that are not empty, an empty line between them."""
    lines: list[str] = []
    for block in blocks:
        if block:
            lines += [*block, ""]
    return lines[:-1]


def fitting_screen(lines: list[str]) -> list[str]:
    """Lines, none longer than a terminal is wide; at the end, what bars are and which columns had no room."""
    shown = screen()
    if not shown.terminal:
        return lines
    if shown.legend:
        lines = [*lines, "", *wrapped("; ".join(shown.legend))]
    if shown.left_out:
        tables = "; ".join(f"{title} {', '.join(names)}".lstrip() for title, names in shown.left_out.items())
        lines = [
            *lines,
            "",
            *wrapped(f"(not shown on {shown.width} columns: {tables}; a wider terminal or --out shows them)"),
        ]
    return [line if cells(line) <= shown.width else shortened(bare(line), shown.width) for line in lines]


def horizon(result: Result) -> str:
    """`Sun 07 Feb 1999 to Thu 11 Feb 1999 (5 days), Asia/Jerusalem`"""
    dates = result.model.timeline.dates
    period = f"{dates[0]:%a %d %b %Y}"
    if len(dates) > 1:
        period += f" to {dates[-1]:%a %d %b %Y} ({len(dates)} days)"
    return f"{period}, {result.scenario.calendar.timezone}"
