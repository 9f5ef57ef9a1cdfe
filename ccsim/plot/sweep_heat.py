"""Pictures of a sweep: a measure over two factors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.arrays import BoolArray, FloatArray
from ccsim.errors import ResultsError
from ccsim.plot.style import INK, PALE, TARGET, plain
from ccsim.plot.sweeps import begun, bound_name, brief, measured, place_of
from ccsim.report.sweep import sweep_of
from ccsim.report.sweep_influence import FEW
from ccsim.report.sweep_points import Points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

    from ccsim.study.sweep_result import Sweep

FEW_CELLS = 80  # that have their value written in them
SPREAD = 0.4  # of the way to the next value, for points that share one of few


def heat_map(
    results: Sweep | str | Path,
    measure: str,
    factors: Sequence[str],
    *,
    of: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a measure over two factors: a cell for each pair of values, mean over the others; samples as coloured dots.

    A line parts cells that keep the bound of a target about the measure from those that do not. Parameters and errors
    as of `main_effects`; `factors`: two.
    """
    points = Points(sweep_of(results))
    if len(factors) != 2 or factors[0] == factors[1]:
        raise ResultsError(f"a heat map is of two factors, not of {', '.join(map(repr, factors)) or 'none'}")
    known = measured(points, measure, of)
    across, up = (place_of(points, one) for one in factors)
    if points.kind == "one_at_a_time":
        raise ResultsError("one factor at a time was changed: no two together, so there is no heat map")
    ax, scale = begun(points, known, ax)
    ax.grid(False)
    for name, which in ((factors[0], ax.set_xlabel), (factors[1], ax.set_ylabel)):
        which(plain(name), color=PALE, fontsize=9.5)
    values = scale.factor * known.estimate
    drawn: ScalarMappable
    if points.sampled:
        x, y = (_along(points, place) for place in (across, up))
        drawn = ax.scatter(x, y, c=values, cmap="YlGnBu", s=26, edgecolors=PALE, linewidths=0.4)
    else:
        columns, rows = points.levels(across), points.levels(up)
        cells = _means(points, values, (across, up), (columns, rows))
        drawn = ax.pcolormesh(np.arange(len(columns) + 1) - 0.5, np.arange(len(rows) + 1) - 0.5, cells, cmap="YlGnBu",
                              edgecolors="white", linewidth=0.4)  # fmt: skip
        ax.set_xticks(range(len(columns)), [brief(one) for one in columns])
        ax.set_yticks(range(len(rows)), [brief(one) for one in rows])
        ax.tick_params(length=0)
        _written(ax, cells)
        if known.bound is not None and _parted(ax, cells >= scale.factor * known.bound, np.isnan(cells)):
            ax.annotate(f"line: {bound_name(known, points.currency)}", (1, 1), xycoords="axes fraction", xytext=(0, 3),
                        textcoords="offset points", ha="right", fontsize=8.5, color=TARGET)  # fmt: skip
    bar = ax.figure.colorbar(drawn, ax=ax, pad=0.015, aspect=30)
    bar.set_label(plain(scale.unit), color=PALE, fontsize=9)
    bar.ax.tick_params(labelsize=8.5, colors=PALE)
    bar.outline.set_visible(False)
    return ax


def _along(points: Points, place: int) -> Any:
    """Of each point the value of a factor; set apart a little where many share one of few."""
    if not points.numeric(place):
        return [plain(str(one)) for one in points.column(place)]
    column = np.array(points.column(place), dtype=np.float64)
    values = np.unique(column)
    if not 1 < len(values) <= FEW:
        return column
    return column + SPREAD * np.diff(values).min() * ((np.arange(len(column)) * 0.618034) % 1 - 0.5)


def _means(
    points: Points, values: FloatArray, pair: tuple[int, int], levels: tuple[list[str], list[str]]
) -> FloatArray:
    """(values of the second, values of the first): mean over the points of a cell that have a value."""
    cells = np.full((len(levels[1]), len(levels[0])), np.nan)
    settings = [np.array([point["settings"][place] for point in points.points]) for place in pair]
    for row, one in enumerate(levels[1]):
        for column, other in enumerate(levels[0]):
            there = (settings[1] == one) & (settings[0] == other) & ~np.isnan(values)
            if there.any():
                cells[row, column] = values[there].mean()
    return cells


def _written(ax: Axes, cells: FloatArray) -> None:
    if cells.size > FEW_CELLS:
        return
    middle = (np.nanmin(cells) + np.nanmax(cells)) / 2
    for (row, column), value in np.ndenumerate(cells):
        if not np.isnan(value):
            hue = "white" if value > middle else INK
            ax.text(column, row, f"{value:.3g}", ha="center", va="center", fontsize=8.5, color=hue)


def _parted(ax: Axes, holds: BoolArray, missing: BoolArray) -> bool:
    """A line between neighbours of which one holds; whether there are any."""
    drawn = False
    for (row, column), value in np.ndenumerate(holds):
        for down, right in ((0, 1), (1, 0)):
            other = row + down, column + right
            if other[0] >= holds.shape[0] or other[1] >= holds.shape[1] or holds[other] == value:
                continue
            if missing[row, column] or missing[other]:
                continue
            x = (column + 0.5, column + 0.5) if right else (column - 0.5, column + 0.5)
            y = (row - 0.5, row + 0.5) if right else (row + 0.5, row + 0.5)
            ax.plot(x, y, color=TARGET, linewidth=2.5, solid_capstyle="round")
            drawn = True
    return drawn
