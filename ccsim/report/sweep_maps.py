"""Figures of points beside one another on two factors: a heat map or a cloud."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.report.numbers import compact, pair
from ccsim.report.plot_parts import Json, spoken, text
from ccsim.report.sweep_axes import Axes
from ccsim.report.sweep_influence import FEW, Influences
from ccsim.report.sweep_points import Measured, Points, short
from ccsim.report.words import capital
from ccsim.study.sweep_effects import with_interval

MOST_CELLS = 40_000  # of all heat maps, some 700 kB
SPREAD = 0.4  # of the way to the next value
MOST_PAIRS = 28  # all of eight factors


def pairs(points: Points, influences: Influences, axes: Axes) -> list[tuple[int, int]]:
    """Pairs of factors, those that matter most to the first measure first; none where only one varies at a time."""
    if points.kind == "one_at_a_time" or not axes.measures:
        return []
    order = [one.factor for one in influences.of(axes.measures[0])]
    order += [place for place in range(len(points.factors)) if place not in order]
    found = sorted(combinations(range(len(order)), 2), key=lambda pair: (sum(pair), pair))
    return [(order[one], order[other]) for one, other in found[:MOST_PAIRS]]


def heat(points: Points, axes: Axes, of: list[tuple[int, int]]) -> Json | None:
    """Heat maps of a grid: mean over all other factors, or these held at a level; with the bound of a target."""
    frames: Json = {}
    cells: Json = {}
    left = MOST_CELLS
    for one, other in of:
        across, up = points.levels(one), points.levels(other)
        size = len(across) * len(up)
        fitting = axes.measures[: max(left // size, 0)]
        if not fitting:
            continue
        key = f"{one}-{other}"
        frames[key] = {
            "x": [text(short(level, 24)) for level in across],
            "y": [text(short(level, 24)) for level in up],
            "across": text(points.factors[one]["name"]),
            "up": text(points.factors[other]["name"]),
        }
        for measured in fitting:
            cells[f"{key}|{measured.key}"] = _cells(points, measured, (one, other), (across, up))
            left -= size
    if not cells:
        return None
    measures = {
        one.key: {
            "label": spoken(capital(one.label)),
            "unit": one.unit,
            "currency": points.currency if one.unit == "money" else "",
            "bound": one.bound,
            "bound_text": one.bound_text(points.currency),
            "more": one.at_least,
        }
        for one in axes.measures
    }
    figure = {"id": "heat", "kind": "heat", "by": ["pair", "measure"], "frames": frames, "measures": measures,
              "options": cells}  # fmt: skip
    return figure | (_holding(points, axes) if can_hold(points, axes) else {})


def can_hold(points: Points, axes: Axes) -> bool:
    """Whether the other factors can be held at a level: a grid's can, where the page has all its points."""
    return points.kind == "grid" and len(points.factors) > 2 and len(axes.drawn) == int(points.finished.sum())


def _holding(points: Points, axes: Axes) -> Json:
    """What the page needs to take the points at chosen levels: of each factor its levels, and which each point has."""
    places = range(len(points.factors))
    levels = [points.levels(place) for place in places]
    return {
        "by": ["pair", "measure", *(f"level{place}" for place in places)],
        "held": [
            {"name": text(points.factors[place]["name"]), "levels": [text(short(one, 24)) for one in levels[place]]}
            for place in places
        ],
        "at": [
            [levels[place].index(points.points[at]["settings"][place]) for at in axes.drawn] for place in places
        ],
    }  # fmt: skip


def _cells(points: Points, measured: Measured, pair: tuple[int, int], levels: tuple[list[str], list[str]]) -> Json:
    """Means of the points in each cell, and their intervals over replications."""
    moved = points.moved(measured)
    confidence = float(points.manifest["confidence"])
    shape = len(levels[1]), len(levels[0])
    at = [
        np.array([own.index(point["settings"][place]) for point in points.points])
        for place, own in zip(pair, levels, strict=True)
    ]
    cell_of = at[1] * shape[0 + 1] + at[0]
    known = ~np.isnan(measured.estimate)
    mean, low, high = (np.full(shape, np.nan) for _ in range(3))
    alone = len(points.factors) == 2
    for which in np.unique(cell_of[known]):
        there = known & (cell_of == which)
        place = np.unravel_index(which, shape)
        mean[place] = measured.estimate[there].mean()
        if alone:
            low[place], high[place] = measured.low[there][0], measured.high[there][0]
        else:
            band = with_interval(float(mean[place]), moved[there].mean(axis=0), confidence)
            low[place], high[place] = band["low"], band["high"]
    return {"z": _rows(mean), "low": _rows(low), "high": _rows(high)}


def _rows(values: FloatArray) -> list[list[float | None]]:
    return [compact(row) for row in values]


def clouds(points: Points, axes: Axes, of: list[tuple[int, int]]) -> Json | None:
    """Points of a sampled design on two factors, coloured by a measure."""
    ends = [_end(points, axes, place) for place in range(len(points.factors))]
    frames = {f"{one}-{other}": [one, other] for one, other in of}
    measures: Json = {}
    for measured in axes.measures:
        own = axes.of[measured.key]
        measures[measured.key] = {**axes.measure_sheet(measured), "layout": own.layout, "shows": own.shows}
    return {"id": "pairs", "kind": "cloud", "by": ["pair", "measure"], "frames": frames, "ends": ends,
            "measures": measures}  # fmt: skip


def _end(points: Points, axes: Axes, place: int) -> Json:
    """An axis of a cloud; `spread`: how far points that share one of few values are set apart."""
    on: Json = axes.factors[place].on()
    values = np.unique(np.array(points.column(place))) if points.numeric(place) else np.array([])
    if not points.numeric(place):
        on["type"] = "category"
    few = 1 < len(values) <= FEW
    return {"axis": on, "spread": float(np.diff(values).min() / axes.factors[place].size) * SPREAD if few else 0}


def interval_text(measured: Measured, at: int, currency: str) -> tuple[str, str]:
    """A value and its interval, as the table of points has them."""
    own = currency if measured.unit == "money" else ""
    value, low, high = (float(one[at]) for one in (measured.estimate, measured.low, measured.high))
    return pair(value, low, high, measured.unit, own)
