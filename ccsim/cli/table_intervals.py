"""The block BY INTERVAL of `ccsim run` on a terminal: lines along the days, and when it is worst."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccsim.cli.ink import BAD, FAINT, HEADING, inked
from ccsim.cli.layout import count, longest, padded, shortened, wrapped
from ccsim.cli.screen import screen
from ccsim.cli.strips import Strip, strip
from ccsim.cli.strokes import spark
from ccsim.cli.table_estimates import asked
from ccsim.measures.catalogue import find
from ccsim.scenario.durations import length_text

if TYPE_CHECKING:
    from ccsim.arrays import FloatArray
    from ccsim.study.result import Result

MOST_TYPES = 8
LABEL, LABEL_LEAST, GAP = 22, 12, 2
FIGURES = 17
"""Columns of `58 Mon 11:00 … 97`, which may take more."""
COARSE = 3 * 3600.0
"""Seconds of a mark beyond which figures rather stand below their lines, and contact types have none."""
FEW = 1.0
"""Contacts in a mark, fewer than which are no evidence."""
LEAST, MOST = "least", "most"
ROWS = (
    ("SL %", "service_level", LEAST),
    ("offered", "offered", MOST),
    ("agents on duty", "agents_on_duty", ""),
    ("occupancy %", "occupancy", MOST),
)
"""Label, measure, and which end is told with its time."""


@dataclass(frozen=True)
class Line:
    """A measure of a scope along the horizon; `end`: which of its ends is told with its time."""

    label: str
    scope: str
    name: str
    measure: str
    end: str


def by_interval(result: Result) -> list[str]:
    """A line along the horizon for each of the measures, then for the service level of each contact type."""
    shown = screen()
    planned = result.gathered.sums("all", "all", "agents_scheduled")[0][result.estimates.cells.interval_slots] > 0
    if not shown.terminal or not planned.any():
        return []
    of_all = [Line(label, "all", "all", measure, end) for label, measure, end in ROWS]
    kinds = result.model.types if len(result.model.types) > 1 else ()
    busiest = sorted(kinds, key=lambda kind: -result.estimates.get("contact", kind.name, "offered").mean)[:MOST_TYPES]
    types = [Line(f"SL % {one.name}", "contact", one.name, "service_level", LEAST) for one in kinds if one in busiest]
    room = max(min(LABEL, shown.width // 4), LABEL_LEAST)

    def fitting(lines: list[Line], figures: bool) -> tuple[Strip, list[str]]:
        labels = [shortened(one.label, room) for one in lines]
        width = longest(["BY INTERVAL", *labels])
        columns = shown.width - width - GAP - (FIGURES + GAP if figures else 0)
        while True:
            along = strip(result.model.timeline, planned, result.scenario.calendar.interval, max(columns, 1))
            found = block(result, along, dict(zip(labels, lines, strict=True)), width, figures)
            over = longest(found) - shown.width
            if over <= 0 or columns <= 1:
                return along, found
            columns -= over

    lines = [*of_all, *types]
    along, found = fitting(lines, True)
    hidden = len(kinds) - len(types)
    if along.seconds > COARSE and len(planned) > 1:
        finer, below = fitting(of_all, False)
        if finer.seconds < along.seconds:
            along, found, hidden = finer, below, len(kinds)
            lines = of_all
    thin = any((np.isnan(marks(result, along, one)) & ~along.empty).any() for one in lines)
    return [*found, *explained(result, along, thin, hidden)]


def block(result: Result, along: Strip, lines: dict[str, Line], width: int, beside: bool) -> list[str]:
    """Days, hours where there is room, and the lines by their labels; their figures beside or below them."""
    indent = " " * (width + GAP)
    found = [inked(padded("BY INTERVAL", width + GAP) + along.days, HEADING)]
    found += [inked(indent + along.hours, FAINT)] if along.hours else []
    for label, one in lines.items():
        values = marks(result, along, one)
        if np.isnan(values).all():
            continue
        line, said = f"{padded(label, width)}  {drawn(result, along, one, values)}", figures(along, one, values)
        found += [f"{line}  {said}"] if beside else [line.rstrip(), indent + said]
    return found


def drawn(result: Result, along: Strip, one: Line, values: FloatArray) -> str:
    """The line, flat where its ends look the same; in colour where a target asks for more."""
    low, high = ends(one, values)
    least = float(np.nanmin(values))
    signs = spark(list(values), least, least if low == high else float(np.nanmax(values)))
    bound, at_least = asked(result, one.scope, one.name, one.measure)
    if not math.isnan(bound):
        wrong = values < bound if at_least else values > bound
        signs = [inked(sign, BAD) if bad else sign for sign, bad in zip(signs, wrong, strict=True)]
    return along.laid(signs)


def figures(along: Strip, one: Line, values: FloatArray) -> str:
    """`58 Mon 11:00 … 97`."""
    low, high = ends(one, values)
    if low == high:
        return low
    at = along.called(int(np.nanargmin(values) if one.end == LEAST else np.nanargmax(values)))
    to = "…" if screen().blocks else "to"
    return f"{low} {at} {to} {high}" if one.end == LEAST else f"{low} {to} {high} {at if one.end else ''}".rstrip()


def ends(one: Line, values: FloatArray) -> tuple[str, str]:
    """The least and the highest value with three digits, shares in %."""
    least, most = float(np.nanmin(values)), float(np.nanmax(values))
    if find(one.measure).unit == "share":
        return f"{100 * least:.0f}", f"{100 * most:.0f}"
    return count(float(f"{least:.3g}")), count(float(f"{most:.3g}"))


def marks(result: Result, along: Strip, one: Line) -> FloatArray:
    """A value for each mark: sums over sums, counts a mean interval's; NaN where there is hardly anything."""
    slots = result.estimates.cells.interval_slots
    above, below = (along.added(part[slots]) for part in result.gathered.sums(one.scope, one.name, one.measure))
    measure = find(one.measure)
    if not measure.denominator:
        many = along.added(np.ones(len(along.of))) * result.replications
        below, enough = many, many > 0
    else:
        enough = below / result.replications >= FEW if measure.table == "contacts" else below > 0
    found: FloatArray = np.full(len(above), np.nan)
    return np.divide(above, below, out=found, where=enough)


def explained(result: Result, along: Strip, thin: bool, hidden: int) -> list[str]:
    """What a mark is, how high it is, and whose times are told."""
    least, most = ("", "") if screen().blocks else (" (0)", " (9)")
    parts = [
        along.each + ("" if along.days_each else f", from {along.window}"),
        f"in figures the lowest{least} and the highest{most} of each line, the worst with its time",
        f"offered: in {length_text(result.scenario.calendar.interval)}",
    ]
    parts += [f"{'·' if screen().blocks else '.'}: hardly any contact"] if thin else []
    parts += [f"{hidden} contact types are not shown"] if hidden else []
    return wrapped("; ".join(parts))
