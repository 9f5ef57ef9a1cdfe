"""Figures of what may happen: probabilities of targets, and distributions against what is asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.report.numbers import between, compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, choice, plot, spoken, text, whiskers, word
from ccsim.report.risk_answer import LIKELY, TargetLine
from ccsim.report.risk_outcomes import Outcome
from ccsim.report.sweep_axes import Axis, axis
from ccsim.report.sweep_points import short
from ccsim.report.words import Said, capital

WHEN = {"long_run": ("c1", "circle"), "horizon": ("c2", "diamond")}
LONGEST = 44  # letters of a name above a row


def when(key: str, these: Said) -> Json:
    """In the long run, or in one horizon."""
    return word("risk_long_run") if key == "long_run" else spoken(capital(these))


def probabilities(found: list[TargetLine], these: Said) -> Json | None:
    """How probably each target is met, with its interval."""
    if not found:
        return None
    data = []
    for key, (colour, symbol) in WHEN.items():
        own = [(at, line, one) for at, line in enumerate(found) if (one := getattr(line, key)) is not None]
        if not own:
            continue
        value, low, high = (np.array([getattr(one, end) for *_, one in own]) for end in ("value", "low", "high"))
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": when(key, these),
                "x": compact(value),
                "y": [at for at, *_ in own],
                "error_x": whiskers(high - value, value - low, colour=colour, thickness=2, width=5),
                "marker": {"size": 11, "symbol": symbol, "color": {"$colour": colour}},
                "text": [text(f"{line.name}: {one.both}") for _, line, one in own],
                "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
            }
        )
    line: Json = {"color": {"$colour": "ink"}, "width": 1, "dash": "dot"}
    layout = {
        "xaxis": {"range": [-0.02, 1.02], "tickformat": ".0%", "title": {"text": word("risk_probability")}},
        **rows_of([text(short(line.name, LONGEST)) for line in found]),
        "shapes": [{"type": "line", "yref": "paper", "x0": LIKELY, "x1": LIKELY, "y0": 0, "y1": 1, "line": line}],
        "showlegend": True,
    }
    columns = [word("target")]
    for key in WHEN:
        columns += [when(key, these), word("low"), word("high")]
    rows = [
        [
            text(line.name),
            *(
                cell(np.nan if one is None else getattr(one, end), "share")
                for one in (line.long_run, line.horizon)
                for end in ("value", "low", "high")
            ),
        ]
        for line in found
    ]
    return plot("met", data, layout, columns, rows)


def distribution(found: list[Outcome], these: Said) -> Json | None:
    """What may happen, against what is asked: the long run filled, single horizons as an outline."""
    options = {one.key: option for one in found if (option := _distribution(one, these)) is not None}
    return choice("outcome", ["outcome"], options) if options else None


def _distribution(one: Outcome, these: Said) -> Json | None:
    bins = one.bins()
    if bins is None:
        return None
    along = axis_of(one, bins.edges)
    middle, width = (bins.edges[:-1] + bins.edges[1:]) / 2, np.diff(bins.edges)
    spans = [between(low, high, one.unit, one.currency) for low, high in zip(bins.edges, bins.edges[1:], strict=False)]
    data: list[Json] = []
    sides = ((True, "good", "risk_kept"), (False, "bad", "risk_not_kept"))
    for side, colour, name in sides if one.bound is not None else ((True, "c1", "risk_long_run"),):
        here = [at for at, good in enumerate(bins.good) if good == side and bins.long_run[at] > 0]
        if here:
            data.append(
                {
                    "type": "bar",
                    "name": word(name),
                    "x": compact(middle[here] / along.size, 6),
                    "y": compact(bins.long_run[here]),
                    "width": compact(width[here] / along.size, 6),
                    "marker": {"color": {"$colour": colour}, "opacity": 0.75},
                    "text": [text(f"{spans[at]}: {shown(float(bins.long_run[at]), 'share')}") for at in here],
                    "textposition": "none",
                    "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
                }
            )
    data.append(
        {
            "type": "scatter",
            "mode": "lines",
            "name": when("horizon", these),
            "x": compact(bins.edges / along.size, 6),
            "y": compact([*bins.horizon, 0.0]),
            "line": {"color": {"$colour": "ink"}, "width": 1.5, "shape": "hv"},
            "text": [
                *(
                    text(f"{span}: {shown(float(value), 'share')}")
                    for span, value in zip(spans, bins.horizon, strict=True)
                ),
                "",
            ],
            "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        }
    )
    columns = [word("from"), word("to"), when("long_run", these), when("horizon", these)]
    rows = [
        [cell(low, one.unit, one.currency), cell(high, one.unit, one.currency), cell(a, "share"), cell(b, "share")]
        for low, high, a, b in zip(bins.edges, bins.edges[1:], bins.long_run, bins.horizon, strict=False)
    ]
    layout: Json = {
        "height": 340,
        "bargap": 0,
        "xaxis": along.on(),
        "yaxis": {"tickformat": ".0%", "title": {"text": word("risk_of_all")}, "rangemode": "tozero"},
        "showlegend": True,
    }
    if one.bound is not None:
        at = float(f"{one.bound / along.size:.6g}")
        right = at > (bins.edges[0] + bins.edges[-1]) / 2 / along.size
        line = {"color": {"$colour": "ink"}, "width": 2, "dash": "dash"}
        layout["shapes"] = [{"type": "line", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}]
        layout["annotations"] = [
            {
                "text": word("bound_line", bound=one.bound_text),
                "showarrow": False,
                "x": at,
                "xanchor": "right" if right else "left",
                "xshift": -4 if right else 4,
                "yref": "paper",
                "y": 1,
                "yanchor": "top",
            }
        ]
    return {"data": data, "layout": layout, "columns": columns, "rows": rows}


def axis_of(one: Outcome, values: Any) -> Axis:
    """For what a target is about or a measure."""
    return axis(one.label, one.unit, values, one.currency)


def rows_of(names: list[Json], row: int = ROW + 6) -> Json:
    """Layout of rows of so many pixels, the name of each above it, where long names have room on a phone, too."""
    return {
        "height": FEWEST + row * len(names),
        "yaxis": {
            "range": [len(names) - 0.55, -0.95],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "annotations": [
            {
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "y": at - 0.25,
                "yanchor": "bottom",
                "showarrow": False,
                "text": name,
            }
            for at, name in enumerate(names)
        ],
    }
