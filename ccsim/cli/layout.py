"""Numbers and columns as the terminal shows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from ccsim.measures.catalogue import find

if TYPE_CHECKING:
    from ccsim.study.result import Result

EMPTY = "-"
WIDTH = 100


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
    if abs(seconds) < 300:
        return 1.0, "s"
    return (60.0, "min") if abs(seconds) < 2 * 3600 else (3600.0, "h")


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


def grid(headings: list[str], rows: list[list[str]], left: int = 1) -> list[str]:
    """Lines of a table: the first `left` columns flush left, the others flush right, headings over both."""
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]

    def line(cells: list[str]) -> str:
        placed = [
            cell.ljust(width) if i < left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(placed).rstrip()

    return [line(headings), *(line(row) for row in rows)]


def shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


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


def wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def paragraphs(blocks: Iterable[Sequence[str]]) -> list[str]:
    """Lines of blocks that are not empty, an empty line between them."""
    lines: list[str] = []
    for block in blocks:
        if block:
            lines += [*block, ""]
    return lines[:-1]


def horizon(result: Result) -> str:
    """`Sun 07 Feb 1999 to Thu 11 Feb 1999 (5 days), Asia/Jerusalem`"""
    dates = result.model.timeline.dates
    period = f"{dates[0]:%a %d %b %Y}"
    if len(dates) > 1:
        period += f" to {dates[-1]:%a %d %b %Y} ({len(dates)} days)"
    return f"{period}, {result.scenario.calendar.timezone}"
