"""Figure of how much each factor matters to a measure, by what the design of the sweep can tell."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.report.numbers import compact
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, choice, spoken, text, whiskers, word
from ccsim.report.sweep_axes import Axes, Axis, axis
from ccsim.report.sweep_effect_plots import value_text
from ccsim.report.sweep_influence import Influence, Influences
from ccsim.report.sweep_points import Measured, Points, short
from ccsim.report.words import capital, said


def sensitivity(points: Points, influences: Influences, axes: Axes) -> Json | None:
    """Bars: how much each factor matters to a measure, the largest on top."""
    options = {}
    for measured in axes.measures if len(points.factors) > 1 else ():
        own = influences.of(measured)
        if own:
            options[measured.key] = _bars(points, influences, measured, own)
    return choice("sensitivity", ["measure"], options) if options else None


def _bars(points: Points, influences: Influences, measured: Measured, own: list[Influence]) -> Json:
    kind = points.kind
    relative = kind in ("sobol_indices", "latin_hypercube", "sobol")
    unit = "" if relative else measured.unit
    currency = points.currency if unit == "money" else ""
    label = capital(measured.label)
    ends = [value for one in own for value in (one.high, one.size)]
    if relative or kind == "one_at_a_time":
        along = axis(label, unit, measured.estimate if kind == "one_at_a_time" else ends, currency)
    elif unit == "share":
        along = Axis(0.01, said("difference_points"), {}, ":.3~r")
    else:
        along = axis(said("difference_in"), unit, ends, currency)
    names = [text(short(points.factors[one.factor]["name"], 28)) for one in own]
    if kind == "one_at_a_time":
        data = _tornado(points, influences, measured, own, names, along.size)
    elif kind in ("latin_hypercube", "sobol"):
        data = [_bar("size_rank_name", names, own, ("also", "also_low", "also_high"), along.size, "c1")]
    else:
        key = {"morris": "mu_star", "sobol_indices": "total_index"}.get(kind, "largest_difference")
        data = [_bar(key, names, own, ("size", "low", "high"), along.size, "c1")]
        if kind == "sobol_indices":
            data.append(_bar("first_index", names, own, ("also", "also_low", "also_high"), along.size, "c2"))
        elif kind == "morris":
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": word("sigma"),
                    "y": names,
                    "x": compact([one.also / along.size for one in own]),
                    "marker": {"symbol": "diamond", "size": 10, "color": {"$colour": "c2"}},
                    "hovertemplate": f"%{{y}}: %{{x{along.shows}}}<extra>%{{fullData.name}}</extra>",
                }
            )
    for trace in data:
        trace.setdefault("hovertemplate", f"%{{y}}: %{{x{along.shows}}}<extra>%{{fullData.name}}</extra>")
    xaxis: Json = {**along.layout, "title": {"text": spoken(along.label)}}
    if relative:
        xaxis = {"title": {"text": word("size_rank_name" if kind != "sobol_indices" else "share_of_variation")}}
        if kind == "sobol_indices":
            xaxis["tickformat"] = ".0%"
    layout = {
        "height": FEWEST + (2 if len(data) > 1 and kind == "sobol_indices" else 1) * ROW * len(own),
        "barmode": "overlay" if kind == "one_at_a_time" else "group",
        "bargap": 0.35,
        "xaxis": xaxis,
        "yaxis": {"autorange": "reversed", "type": "category"},
        "showlegend": len(data) > 1,
    }
    return {"data": data, "layout": layout, **_bars_sheet(points, measured, own, unit, currency)}


def _bar(
    key: str, names: list[Json], own: list[Influence], fields: tuple[str, str, str], size: float, hue: str
) -> Json:
    value, low, high = (np.array([getattr(one, field) for one in own]) for field in fields)
    return {
        "type": "bar",
        "orientation": "h",
        "name": word(key),
        "y": names,
        "x": compact(value / size),
        "error_x": whiskers((high - value) / size, (value - low) / size, 3, thickness=1.4, width=4),
        "marker": {"color": {"$colour": hue}},
    }


def _tornado(
    points: Points, influences: Influences, measured: Measured, own: list[Influence], names: list[Json], size: float
) -> list[Json]:
    """From the base to the lowest and to the highest value of the measure."""
    base = float(measured.estimate[0])
    currency = points.currency if measured.unit == "money" else ""
    data = []
    for key, hue in (("lowest", "c2"), ("highest", "c1")):
        levels = [getattr(one, key) for one in own]
        ends = np.array(
            [influences.change(measured, one.factor, level) for one, level in zip(own, levels, strict=True)]
        )
        change = np.array([level.mean - base for level in levels])
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": word(f"tornado_{key}"),
                "y": names,
                "base": float(f"{base / size:.6g}"),
                "x": compact(change / size),
                "error_x": whiskers(
                    (ends[:, 1] - change) / size, (change - ends[:, 0]) / size, 3, thickness=1.4, width=4
                ),
                "text": [f"{short(level.text)}: {value_text(level, measured.unit, currency)}" for level in levels],
                "textposition": "none",
                "hovertemplate": "%{y} %{text}<extra></extra>",
                "marker": {"color": {"$colour": hue}},
            }
        )
    return data


def _bars_sheet(points: Points, measured: Measured, own: list[Influence], unit: str, currency: str) -> Json:
    kind = points.kind
    main = {
        "morris": "mu_star",
        "sobol_indices": "total_index",
        "latin_hypercube": "size_rank_name",
        "sobol": "size_rank_name",
    }.get(kind, "largest_difference")
    fields = ["also", "also_low", "also_high"] if main == "size_rank_name" else ["size", "low", "high"]
    columns = [word("factor"), word(main), word("low"), word("high")]
    if kind == "morris":
        columns.append(word("sigma"))
        fields.append("also")
    elif kind == "sobol_indices":
        columns += [word("first_index"), word("low"), word("high")]
        fields += ["also", "also_low", "also_high"]
    shown_as = "share" if kind == "sobol_indices" else unit or "score"
    rows: list[list[Any]] = []
    for one in own:
        name = text(points.factors[one.factor]["name"])
        row: list[Any] = [name, *(cell(getattr(one, field), shown_as, currency) for field in fields)]
        if one.lowest and one.highest:
            row += [text(one.lowest.text), text(one.highest.text)]
        rows.append(row)
    if own and own[0].lowest:
        columns += [word("at_lowest"), word("at_highest")]
    return {"columns": columns, "rows": rows}
