"""Figures of points beside one another: two factors as a heat map or a cloud, cost against service."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.report.frontier import undominated
from ccsim.report.numbers import between, compact, shown
from ccsim.report.plot_parts import Json, bound_marks, choice, spoken, text, word
from ccsim.report.sweep_axes import Axes
from ccsim.report.sweep_influence import FEW, Influences
from ccsim.report.sweep_points import MET, MISSED, UNCERTAIN, UNKNOWN, Measured, Points, short
from ccsim.report.words import capital
from ccsim.study.sweep_effects import with_interval

MOST_CELLS = 40_000  # of all heat maps, some 700 kB
SPREAD = 0.4  # of the way to the next value
MOST_PAIRS = 28  # all of eight factors
STANDING = ((MET, "good", "circle", "all_met"), (UNCERTAIN, "open", "diamond", "some_uncertain"),
            (MISSED, "bad", "x", "some_missed"), (UNKNOWN, "c1", "circle", "a_point"))  # fmt: skip
STANDING_WORDS = [word(name) for *_, name in STANDING]


def pairs(points: Points, influences: Influences, axes: Axes) -> list[tuple[int, int]]:
    """Pairs of factors, those that matter most to the first measure first; none where only one varies at a time."""
    if points.kind == "one_at_a_time" or not axes.measures:
        return []
    order = [one.factor for one in influences.of(axes.measures[0])]
    order += [place for place in range(len(points.factors)) if place not in order]
    found = sorted(combinations(range(len(order)), 2), key=lambda pair: (sum(pair), pair))
    return [(order[one], order[other]) for one, other in found[:MOST_PAIRS]]


def heat(points: Points, axes: Axes, of: list[tuple[int, int]]) -> Json | None:
    """Heat maps of a grid: mean over all other factors, with the bound of its target as a line."""
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
            "bound_text": one.bound_text,
        }
        for one in axes.measures
    }
    return {"id": "heat", "kind": "heat", "by": ["pair", "measure"], "frames": frames, "measures": measures,
            "options": cells}  # fmt: skip


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


def against(points: Points, axes: Axes) -> list[Measured]:
    """Measures to be set against cost: of which more or less is better, and which are no cost themselves."""
    if points.cost is None:
        return []
    return [one for one in axes.measures if one.better and one.unit not in ("money", "h", "fte")]


def frontier(points: Points, axes: Axes) -> Json | None:
    """Cost against service: every point, and those that none beats in both, joined."""
    options = {one.key: _frontier(points, axes, one) for one in against(points, axes)}
    return choice("frontier", ["against"], options) if options else None


def _frontier(points: Points, axes: Axes, measured: Measured) -> Json:
    assert points.cost is not None
    own, along, cost = axes.of[measured.key], axes.cost, points.cost
    best = best_of(cost.estimate, measured.estimate, measured.better == "more")
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": word("not_beaten"),
            "x": compact(cost.estimate[best] / along.size, 6),
            "y": compact(measured.estimate[best] / own.size),
            "line": {"color": {"$colour": "c7"}, "width": 2, "dash": "dot"},
            "hoverinfo": "skip",
        }
    ]
    for standing, hue, symbol, name in STANDING:
        if not (points.standing[axes.drawn] == standing).any():
            continue
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": word(name),
                "x": {"$column": "cost", "of": standing},
                "y": {"$column": measured.key, "of": standing},
                "text": {"$settings": ["cost", measured.key], "of": standing},
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"size": 11 if standing == MET else 9, "symbol": symbol, "color": {"$colour": hue},
                           "line": {"width": 1, "color": {"$colour": "paper"}}},
            }
        )  # fmt: skip
    span = axes.span(measured, measured.estimate)
    ends = (float(measured.estimate[best[0]]), float(measured.estimate[best[-1]])) if len(best) else (0.0, 0.0)
    yaxis = {**own.on(), **({"range": span} if span else {})}
    marks = bound_marks(measured.bound, measured.bound_text, own.size, ends)
    layout = {"height": 420, "xaxis": along.on(), "yaxis": yaxis, **marks}
    sheet = [
        axes.cost_sheet(),
        axes.measure_sheet(measured),
        {"head": word("targets"), "column": "standing", "words": STANDING_WORDS},
    ]
    return {"data": data, "layout": layout, **axes.sheet(range(len(points.factors)), sheet)}


def best_of(cost: FloatArray, value: FloatArray, more_is_better: bool) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Points that no other beats in both, from the least cost on; of equal ones the first."""
    known = np.flatnonzero(~np.isnan(cost) & ~np.isnan(value))
    both = list(zip(cost[known].tolist(), value[known].tolist(), strict=True))
    found = {both[at]: at for at in reversed(undominated(both, more_is_better))}
    return known[list(reversed(found.values()))]


def interval_text(measured: Measured, at: int, currency: str) -> tuple[str, str]:
    """A value and its interval, as the table of points has them."""
    own = currency if measured.unit == "money" else ""
    value, low, high = (float(one[at]) for one in (measured.estimate, measured.low, measured.high))
    return shown(value, measured.unit, own), between(low, high, measured.unit, own)
