"""Pictures of a sweep: what each factor does to a measure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.errors import ResultsError
from ccsim.estimation.targets import quantity
from ccsim.measures.catalogue import find
from ccsim.plot.style import (
    FAINT,
    INK,
    LINES,
    SHEET,
    TARGET,
    TITLE,
    Scale,
    dressed,
    labelled,
    new_axes,
    plain,
    scale_of,
    words_of,
)
from ccsim.report.sweep import sweep_of
from ccsim.report.sweep_influence import Influences, Level
from ccsim.report.sweep_points import Measured, Points, short
from ccsim.scenario.durations import duration_text
from ccsim.scenario.node import nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ccsim.study.sweep_result import Sweep

APART = 1.0  # between the values of one factor and those of the next
LETTERS = 12  # of a value below its mark
MARKED = 8  # values of a factor that are all named
ROOM = 110  # letters that fit side by side


def main_effects(
    results: Sweep | str | Path,
    measure: str,
    factors: str | Sequence[str] | None = None,
    *,
    of: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a measure along the values of each factor, side by side, with intervals.

    Means over all other factors (grids), with them at the base (one at a time), or of points with like values.

    Parameters
    ----------
    results : a sweep, or its folder.
    measure : by its name in the table of results.
    factors : one or several; None: all.
    of : contact type, channel, group, ..., where the measure is of one.
    ax : to draw on; None: a new figure's.

    Raises
    ------
    ResultsError
        No such measure or factor, or nothing is finished.
    """
    points = Points(sweep_of(results))
    known = measured(points, measure, of)
    asked = [factors] if isinstance(factors, str) else list(factors or ())
    places = [place_of(points, one) for one in asked] or list(range(len(points.factors)))
    influences = Influences(points)
    ax, scale = begun(points, known, ax)
    at = 0.0
    ticks: list[float] = []
    names: list[str] = []
    for place in places:
        levels = [level for level in influences.levels(known, place) if not np.isnan(level.mean)]
        if not levels:
            continue
        if ticks:
            ax.axvline(at - APART, color=FAINT, linewidth=0.8)
        x = at + np.arange(len(levels), dtype=np.float64)
        _drawn(ax, x, levels, scale, joined=points.numeric(place))
        _factor_named(ax, float(x.mean()), points.factors[place]["name"])
        ticks += x.tolist()
        names += _marks(levels, points.factors[place]["unit"])
        at += len(levels) - 1 + 2 * APART
    crowded = sum(len(name) + 2 for name in names) > ROOM
    ax.set_xticks(ticks, names, rotation=30 if crowded else 0, ha="right" if crowded else "center")
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.6, max(at - 2 * APART, 0) + 0.6)
    _bound(ax, known, scale, points.currency)
    return ax


def measured(points: Points, measure: str, of: str | None) -> Measured:
    """The measure of a sweep by its name, and by what it is of where that is not clear.

    Raises
    ------
    ResultsError
        The sweep has no such measure, or several; or nothing is finished.
    """
    named = [one for one in points.measures if one.measure == measure]
    found = [one for one in named if of is None or one.name == of]
    if len(found) > 1 and of is None:
        found = [one for one in found if one.scope == "all"] or found
    if not named:
        known = list(dict.fromkeys(one.measure for one in points.measures))
        raise ResultsError(f"no measure {measure!r} in this sweep{nearest(measure, known)}; it has {', '.join(known)}")
    names = [one.name for one in named]
    if not found:
        near = nearest(str(of), names)
        raise ResultsError(f"{measure} is not of {of!r} in this sweep{near}; it is of {', '.join(names)}")
    if len(found) > 1:
        raise ResultsError(f"{measure} is of {', '.join(names)} in this sweep: say which by --of (of=)")
    if np.isnan(found[0].estimate).all():
        raise ResultsError(f"no point of this sweep has a value of {measure}")
    return found[0]


def place_of(points: Points, factor: str) -> int:
    """
    Raises
    ------
    ResultsError
        The sweep has no such factor.
    """
    known = [one["name"] for one in points.factors]
    if factor not in known:
        raise ResultsError(f"no factor {factor!r} in this sweep{nearest(factor, known)}; it has {', '.join(known)}")
    return known.index(factor)


def begun(points: Points, known: Measured, ax: Axes | None) -> tuple[Axes, Scale]:
    definition = find(known.measure)
    scale = scale_of(definition, float(np.nanmax(np.abs(known.estimate))), points.currency)
    ax = new_axes(SHEET) if ax is None else ax
    words = words_of(known.measure)
    whom = "" if known.scope == "all" else f" of {known.name}"
    dressed(ax, f"{words[0].upper()}{words[1:]}{whom}, {points.manifest['experiment']}", labelled(known.measure, scale))
    ax.set_title(ax.get_title(loc="left"), loc="left", **TITLE, pad=20)
    return ax, scale


def _bound(ax: Axes, known: Measured, scale: Scale, currency: str) -> None:
    if known.bound is None:
        return
    at = scale.factor * known.bound
    ax.axhline(at, color=TARGET, linewidth=1.2, linestyle=(0, (4, 2)))
    ax.annotate(bound_name(known, currency), (1, at), xycoords=("axes fraction", "data"), xytext=(-2, 3),
                textcoords="offset points", ha="right", fontsize=8.5, color=TARGET)  # fmt: skip


def bound_name(known: Measured, currency: str) -> str:
    """`target at least 80 %`"""
    assert known.bound is not None
    return plain(f"target {'at least' if known.at_least else 'at most'} {quantity(known.bound, known.unit, currency)}")


def _drawn(ax: Axes, x: FloatArray, levels: list[Level], scale: Scale, joined: bool) -> None:
    mean, low, high = scale.factor * np.array([(one.mean, one.low, one.high) for one in levels]).T
    ax.errorbar(
        x,
        mean,
        yerr=np.nan_to_num(np.maximum((mean - low, high - mean), 0)),
        color=LINES[0],
        marker="o",
        markersize=5,
        linestyle="-" if joined else "none",
        elinewidth=1.2,
        capsize=3,
    )


def _factor_named(ax: Axes, x: float, name: str) -> None:
    """Above the drawing: below it are the values."""
    ax.annotate(
        plain(name),
        (x, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=9.5,
        color=INK,
    )


def _marks(levels: list[Level], unit: str) -> list[str]:
    """What stands below the values: as written, or where a range begins and ends."""
    last = len(levels) - 1
    if levels[0].text:
        return [brief(one.text) if last < MARKED or at in (0, last) else "" for at, one in enumerate(levels)]
    show = duration_text if unit == "s" else "{:.3g}".format
    first, end = (show(float(f"{one:.3g}")) for one in (levels[0].low_end, levels[-1].high_end))
    return [first, *[""] * (last - 1), end] if last else [f"{first} to {end}"]


def brief(text: str) -> str:
    return plain(short(text, LETTERS))
