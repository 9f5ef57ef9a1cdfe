"""Figure of what service costs: every point of a sweep, and those at which more money surely buys more service."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.measures.catalogue import find
from ccsim.report.differences import NO_SERVICE
from ccsim.report.frontier import Surely, undominated
from ccsim.report.numbers import bound, compact
from ccsim.report.plot_parts import Json, bound_marks, bound_name, choice, word
from ccsim.report.sweep_axes import Axes
from ccsim.report.sweep_points import MET, MISSED, UNCERTAIN, UNKNOWN, Measured, Points
from ccsim.study.margins import usual
from ccsim.study.sweep_effects import with_interval

STANDING = ((MET, "good", "circle", "all_met"), (UNCERTAIN, "open", "diamond", "some_uncertain"),
            (MISSED, "bad", "x", "some_missed"), (UNKNOWN, "c1", "circle", "a_point"))  # fmt: skip
STANDING_WORDS = [word(name) for *_, name in STANDING]


def against(points: Points, axes: Axes) -> list[Measured]:
    """Measures to be set against cost: of which more or less is better, and which are no cost themselves."""
    if points.cost is None:
        return []
    return [one for one in axes.measures if one.better and one.unit not in NO_SERVICE]


def frontier(points: Points, axes: Axes) -> Json | None:
    """Cost against service: every point, and those that `best_of` leaves, joined."""
    options = {one.key: _frontier(points, axes, one) for one in against(points, axes)}
    return choice("frontier", ["against"], options) if options else None


def _frontier(points: Points, axes: Axes, measured: Measured) -> Json:
    assert points.cost is not None
    own, along, cost = axes.of[measured.key], axes.cost, points.cost
    best = best_of(cost.estimate, measured.estimate, measured.better == "more", *told_apart(points, measured))
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": word("not_beaten"),
            "x": compact(cost.estimate[best] / along.size, 6),
            "y": compact(measured.estimate[best] / own.size),
            "line": {"color": {"$colour": "c7"}, "width": 2, "dash": "dot"},
            "marker": {"symbol": "circle-open", "size": 19, "color": {"$colour": "c7"}, "line": {"width": 1.5}},
            "hoverinfo": "skip",
        }
    ]
    known = ~np.isnan(measured.estimate) & ~np.isnan(cost.estimate)
    for standing, hue, symbol, name in STANDING:
        if not (known & (points.standing == standing))[axes.drawn].any():
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
    marks = bound_marks(measured.bound, measured.bound_text(points.currency), own.size, ends)
    for key, more in _cost_bound(points, axes).items():
        marks[key] = [*marks.get(key, []), *more]
    layout = {"height": 420, "xaxis": along.on(), "yaxis": yaxis, **marks}
    sheet = [
        axes.cost_sheet(),
        axes.measure_sheet(measured),
        {"head": word("targets"), "column": "standing", "words": STANDING_WORDS},
    ]
    shown = data if known.any() else []
    return {"data": shown, "layout": layout, **axes.sheet(range(len(points.factors)), sheet)}


def _cost_bound(points: Points, axes: Axes) -> Json:
    """The bound of a target about the cost itself, as an upright line."""
    limit = points.cost_bound
    if limit is None or points.cost is None:
        return {}
    unit = find(points.cost.measure).unit
    at = float(f"{limit / axes.cost.size:.6g}")
    line = {"color": {"$colour": "ink"}, "width": 1.5, "dash": "dash"}
    shape = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": at, "x1": at, "line": line}
    name = {
        **bound_name(bound(limit, unit, points.currency)),
        "x": at, "xanchor": "right", "yref": "paper", "y": 0, "yanchor": "bottom", "textangle": -90,
    }  # fmt: skip
    return {"shapes": [shape], "annotations": [name]}


def told_apart(points: Points, measured: Measured) -> tuple[Surely, Surely]:
    """How points are told apart in cost and in service: by more than matters, and beyond their paired interval.

    Where replications do not belong together there is no such interval, and what matters counts alone.
    """
    cost = points.cost
    assert cost is not None
    confidence, sign = float(points.manifest["confidence"]), 1.0 if measured.better == "more" else -1.0

    def surely(values: FloatArray, moved: FloatArray, name: str) -> Surely:
        margin = usual(find(name))

        def above(one: int, other: int) -> bool:
            more = float(values[one] - values[other])
            if not more > margin.of(float(values[other])):
                return False
            return not with_interval(more, moved[one] - moved[other], confidence)["low"] <= 0

        return above

    own = surely(sign * measured.estimate, sign * points.moved(measured), measured.measure)
    return surely(cost.estimate, cost.moved, cost.measure), own


def best_of(
    cost: FloatArray,
    value: FloatArray,
    more_is_better: bool,
    dearer: Surely | None = None,
    better: Surely | None = None,
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Points at which more cost buys more, from the least cost on (`undominated`)."""
    known = np.flatnonzero(~np.isnan(cost) & ~np.isnan(value))
    both = list(zip(cost[known].tolist(), value[known].tolist(), strict=True))
    how = [_of(known, one) for one in (dearer, better)]
    return known[undominated(both, more_is_better, *how)]


def _of(known: np.ndarray[Any, np.dtype[np.int64]], surely: Surely | None) -> Surely | None:
    """Of places among the points that are known."""
    return None if surely is None else lambda one, other: surely(int(known[one]), int(known[other]))
