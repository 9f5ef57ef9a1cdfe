"""Figures of what each factor does: a measure along its values."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.report.numbers import compact, with_band
from ccsim.report.plot_parts import Json, bound_marks, cell, choice, spoken, text, whiskers, word
from ccsim.report.sweep_axes import Axes
from ccsim.report.sweep_influence import FEW, Influences, Level
from ccsim.report.sweep_points import Measured, Points, short

MOST_FACTORS = 12  # that have a figure of their own
CROWDED = 6  # marks on an axis that are told apart


def effects(points: Points, influences: Influences, axes: Axes) -> list[Json]:
    """A figure for each factor, of every measure."""
    shown_ones = range(min(len(points.factors), MOST_FACTORS))
    options: list[dict[str, Json]] = [{} for _ in shown_ones]
    for measured in axes.measures:
        each = [influences.levels(measured, factor) for factor in shown_ones]
        ends = [value for levels in each for level in levels for value in (level.mean, level.low, level.high)]
        more = [measured.estimate[axes.drawn]] if points.sampled else []
        span = axes.span(measured, ends, *more)
        for factor in shown_ones:
            options[factor][measured.key] = _effect(points, axes, measured, factor, each[factor], span)
    return [choice(f"effect-{factor}", ["measure"], own) for factor, own in enumerate(options)]


def _effect(
    points: Points, axes: Axes, measured: Measured, factor: int, levels: list[Level], span: list[float] | None
) -> Json:
    own, along = axes.of[measured.key], axes.factors[factor]
    currency = points.currency if measured.unit == "money" else ""
    levels = [level for level in levels if not np.isnan(level.mean)]
    numeric = points.numeric(factor)
    x: list[Any]
    if numeric:
        x = compact([(level.low_end + level.high_end) / 2 / along.size for level in levels], 6)
    else:
        x = [text(short(level.text, 24)) for level in levels]
    y = np.array([level.mean for level in levels])
    low, high = (np.array([getattr(level, end) for level in levels]) for end in ("low", "high"))
    line: Json = {
        "type": "scatter",
        "mode": "lines+markers" if numeric else "markers",
        "x": x,
        "y": compact(y / own.size),
        "marker": {"size": 9, "color": {"$colour": "c1"}, "symbol": _symbols(points, factor, levels)},
        "line": {"color": {"$colour": "c1"}, "width": 2},
        "error_y": whiskers((high - y) / own.size, (y - low) / own.size, 3, colour="c1", thickness=1.6, width=4),
        "text": [f"{_where(level, along.size)}: {value_text(level, measured.unit, currency)}" for level in levels],
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }
    data = [line]
    if points.sampled:
        cloud = {
            "type": "scatter",
            "mode": "markers",
            "x": {"$column": f"f{factor}"},
            "y": {"$column": measured.key},
            "text": {"$settings": [measured.key]},
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"size": 5, "color": {"$colour": "c7"}, "opacity": 0.45},
            "showlegend": False,
        }
        data.insert(0, cloud)
    ends = (float(y[0]), float(y[-1])) if len(y) else (0.0, 0.0)
    layout: Json = {
        "height": 250,
        "margin": {"l": 8, "r": 8, "t": 10, "b": 8},
        "xaxis": _along(points, factor, levels, along.on(), along.size),
        "yaxis": {**own.layout, **({"range": span} if span else {})},
        **bound_marks(measured.bound, measured.bound_text(currency), own.size, ends),
    }
    return {"data": data, "layout": layout, **_sheet(points, factor, measured, levels, currency)}


def _symbols(points: Points, factor: int, levels: list[Level]) -> list[str] | str:
    """A square where nothing is changed, one at a time."""
    if points.kind != "one_at_a_time":
        return "circle"
    base = points.points[0]["settings"][factor]
    return ["square" if level.text == base else "circle" for level in levels]


def _where(level: Level, size: float) -> str:
    return short(level.text) if level.text else f"{level.low_end / size:.4g} – {level.high_end / size:.4g}"


def value_text(level: Level, unit: str, currency: str) -> str:
    return with_band(level.mean, level.low, level.high, unit, currency)


def _along(points: Points, factor: int, levels: list[Level], own: Json, size: float) -> Json:
    """The axis of a factor: single values are marked as they are written, where there is room."""
    plain: Json = {key: value for key, value in own.items() if key != "title"}
    if own["title"]["text"]["$said"]["en"] != points.factors[factor]["name"]:
        plain["title"] = own["title"]
    if not points.numeric(factor):
        names = [text(short(level, 24)) for level in points.levels(factor)]
        return {"type": "category", "categoryorder": "array", "categoryarray": names, "range": [-0.5, len(names) - 0.5]}
    single = [level for level in levels if level.text]
    numbers = sorted(level.low_end for level in single)
    gaps = np.diff(numbers)
    close = len(gaps) > 0 and gaps.min() < (numbers[-1] - numbers[0]) / CROWDED
    if not single or len(single) > FEW or close:
        return {**plain, "type": "linear", "showgrid": False}
    return {
        "type": "linear",
        "tickangle": 0,
        "tickvals": compact([level.low_end / size for level in single], 6),
        "ticktext": [text(short(level.text, 16)) for level in single],
        "showgrid": False,
    }


def _sheet(points: Points, factor: int, measured: Measured, levels: list[Level], currency: str) -> Json:
    unit = measured.unit
    bands = [[cell(value, unit, currency) for value in (one.mean, one.low, one.high)] for one in levels]
    name = text(points.factors[factor]["name"])
    ends = [word("low"), word("high")]
    label = spoken(measured.label)
    if levels and not levels[0].text:
        own = points.factors[factor]["unit"]
        columns = [word("from_value", factor=name), word("to_value"), label, *ends, word("points_n")]
        rows: list[list[Any]] = [
            [cell(one.low_end, own), cell(one.high_end, own), *band, str(one.points)]
            for one, band in zip(levels, bands, strict=True)
        ]
        return {"columns": columns, "rows": rows}
    rows = [[text(one.text), *band, str(one.points)] for one, band in zip(levels, bands, strict=True)]
    return {"columns": [name, label, *ends, word("points_n")], "rows": rows}
