"""Figures of what each factor does: a measure along its values, and how much each factor matters."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.report.numbers import between, bound, compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, text, word
from ccsim.report.sweep_axes import Axes, axis, spoken
from ccsim.report.sweep_influence import FEW, Influence, Influences, Level
from ccsim.report.sweep_points import Measured, Points, short
from ccsim.report.words import capital

MOST_FACTORS = 12  # that have a figure of their own
CROWDED = 14  # marks on an axis that are told apart


def choice(key: str, by: list[str], options: dict[str, Json]) -> Json:
    """A figure of which the page shows the one chosen."""
    return {"id": key, "kind": "plot", "by": by, "options": options}


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
        "marker": {"size": 9, "color": {"$colour": "c1"}},
        "line": {"color": {"$colour": "c1"}, "width": 2},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": compact((high - y) / own.size, 3),
            "arrayminus": compact((y - low) / own.size, 3),
            "thickness": 1.6,
            "width": 4,
            "color": {"$colour": "c1"},
        },
        "text": [
            f"{_where(level, along.size)}: {_value(level, measured.unit, currency)}" for level in levels
        ],
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
            "text": {"$column": "settings"},
            "hovertemplate": f"%{{text}}<br>%{{y{own.shows}}}<extra></extra>",
            "marker": {"size": 5, "color": {"$colour": "c7"}, "opacity": 0.45},
            "showlegend": False,
        }
        data.insert(0, cloud)
    layout: Json = {
        "height": 250,
        "margin": {"l": 8, "r": 8, "t": 10, "b": 8},
        "xaxis": _along(points, factor, levels, along.on(), along.size),
        "yaxis": {**own.layout, **({"range": span} if span else {})},
        "shapes": _bound(measured, own.size),
    }
    return {"data": data, "layout": layout, **_sheet(points, factor, measured, levels, currency)}


def _where(level: Level, size: float) -> str:
    return short(level.text) if level.text else f"{level.low_end / size:.4g} – {level.high_end / size:.4g}"


def _value(level: Level, unit: str, currency: str) -> str:
    interval = between(level.low, level.high, unit, currency)
    return shown(level.mean, unit, currency) + (f" ({interval})" if interval else "")


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
    if not single or len(single) > FEW or (len(gaps) and gaps.min() < (numbers[-1] - numbers[0]) / CROWDED):
        return {**plain, "type": "linear", "showgrid": False}
    return {
        "type": "linear",
        "tickvals": compact([level.low_end / size for level in single], 6),
        "ticktext": [text(short(level.text, 16)) for level in single],
        "showgrid": False,
    }


def _bound(measured: Measured, size: float) -> list[Json]:
    if measured.bound is None:
        return []
    at = float(f"{measured.bound / size:.6g}")
    line = {"color": {"$colour": "ink"}, "width": 1.5, "dash": "dash"}
    label = {
        "text": word("bound_line", bound=bound(measured.bound, measured.unit)),
        "textposition": "end",
        "font": {"size": 11, "color": {"$colour": "ink"}},
        "yanchor": "bottom",
    }
    return [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line, "label": label}]


def _sheet(points: Points, factor: int, measured: Measured, levels: list[Level], currency: str) -> Json:
    unit = measured.unit
    bands = [[cell(value, unit, currency) for value in (one.mean, one.low, one.high)] for one in levels]
    name = text(points.factors[factor]["name"])
    ends = [word("low"), word("high")]
    label = spoken(measured.label)
    if levels and not levels[0].text:
        own = points.factors[factor]["unit"]
        columns = [word("from_value", factor=name), word("to_value"), label, *ends, word("points_n")]
        rows = [
            [cell(one.low_end, own), cell(one.high_end, own), *band, str(one.points)]
            for one, band in zip(levels, bands, strict=True)
        ]
        return {"columns": columns, "rows": rows}
    rows = [[text(one.text), *band, str(one.points)] for one, band in zip(levels, bands, strict=True)]
    return {"columns": [name, label, *ends, word("points_n")], "rows": rows}


def sensitivity(points: Points, influences: Influences, axes: Axes) -> Json | None:
    """Bars: how much each factor matters to a measure, the largest on top."""
    options = {}
    for measured in axes.measures:
        own = influences.of(measured)
        if own:
            options[measured.key] = _bars(points, measured, own)
    return choice("sensitivity", ["measure"], options) if options else None


def _bars(points: Points, measured: Measured, own: list[Influence]) -> Json:
    kind = points.kind
    relative = kind in ("sobol_indices", "latin_hypercube", "sobol")
    unit = "" if relative else measured.unit
    currency = points.currency if unit == "money" else ""
    along = axis(capital(measured.label), unit, [one.high for one in own] + [one.size for one in own], currency)
    names = [text(short(points.factors[one.factor]["name"], 28)) for one in own]
    if kind == "one_at_a_time":
        data = _tornado(points, measured, own, names, along.size)
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


def _bar(key: str, names: list[Json], own: list[Influence], fields: tuple[str, str, str], size: float, hue: str) -> Json:
    value, low, high = (np.array([getattr(one, field) for one in own]) for field in fields)
    return {
        "type": "bar",
        "orientation": "h",
        "name": word(key),
        "y": names,
        "x": compact(value / size),
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": compact((high - value) / size, 3),
            "arrayminus": compact((value - low) / size, 3),
            "thickness": 1.4,
            "width": 4,
            "color": {"$colour": "ink"},
        },
        "marker": {"color": {"$colour": hue}},
    }


def _tornado(points: Points, measured: Measured, own: list[Influence], names: list[Json], size: float) -> list[Json]:
    """From the base to the lowest and to the highest value of the measure."""
    base = float(measured.estimate[0])
    currency = points.currency if measured.unit == "money" else ""
    data = []
    for key, field, hue in (("lowest", "lowest", "c2"), ("highest", "highest", "c1")):
        levels = [getattr(one, field) for one in own]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": word(f"tornado_{key}"),
                "y": names,
                "base": float(f"{base / size:.6g}"),
                "x": compact([(level.mean - base) / size for level in levels]),
                "text": [f"{short(level.text)}: {_value(level, measured.unit, currency)}" for level in levels],
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
    shown_as = "share" if kind == "sobol_indices" else "score" if not unit else unit
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
