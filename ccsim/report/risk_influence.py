"""Figures of what moves the outcomes of a risk analysis: inputs against chance, each input's share, values along it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.report.numbers import compact, with_band
from ccsim.report.plot_parts import ROW, Json, bound_marks, cell, choice, plot, spoken, text, whiskers, word
from ccsim.report.risk_answer import amount, part_of_inputs, whole
from ccsim.report.risk_outcomes import Outcome
from ccsim.report.risk_plots import LONGEST, axis_of, rows_of
from ccsim.report.sweep_axes import Axis, axis
from ccsim.report.sweep_points import short
from ccsim.report.words import Said, as_is, joined, said

MOST_INPUTS = 12  # that have a figure of their own
SHARES: Json = {
    "bargap": 0.55,
    "xaxis": {"range": [0, 1], "tickformat": ".0%", "title": {"text": word("share_of_variation")}},
    "showlegend": True,
}


def carried(found: list[Outcome]) -> Json | None:
    """Which input carries how much: alone, and with what it does together with others."""
    options = {one.key: _carried(one) for one in found if one.carried}
    return choice("carried", ["outcome"], options) if options else None


def _carried(one: Outcome) -> Json:
    rows = one.carried
    data = []
    for key, name, colour in (("first", "first_index", "c1"), ("total", "total_index", "c2")):
        value, low, high = (np.array([row[f"{key}{end}"] for row in rows]) for end in ("", "_low", "_high"))
        told = [
            text(f"{row['input']}: {with_band(found, least, most, 'share')}")
            for row, found, least, most in zip(rows, value, low, high, strict=True)
        ]
        bars = _bars(name, colour, value, told)
        data.append({**bars, "error_x": whiskers(high - value, value - low, 3, thickness=1.4, width=4)})
    layout = {**SHARES, "barmode": "group", **rows_of([text(short(row["input"], LONGEST)) for row in rows], 2 * ROW)}
    columns = [word("input"), word("first_index"), word("low"), word("high")]
    columns += [word("total_index"), word("low"), word("high")]
    keys = [f"{key}{end}" for key in ("first", "total") for end in ("", "_low", "_high")]
    table: list[list[Any]] = [[text(row["input"]), *(cell(row[key], "share") for key in keys)] for row in rows]
    return {"data": data, "layout": layout, "columns": columns, "rows": table}


def split(rows: list[Json], labels: list[Said]) -> Json | None:
    """Of each measure in one horizon, what uncertain inputs and what chance bring to its variance."""
    known = [(row, label, part) for row, label in zip(rows, labels, strict=True) if (part := part_of_inputs(row))]
    if not known:
        return None
    data = []
    for key, colour in (("risk_inputs", "c1"), ("risk_chance", "c7")):
        parts = [part if key == "risk_inputs" else 1 - part for _, _, part in known]
        told = [
            spoken(joined([label, as_is(whole(part))], ": ")) for (_, label, _), part in zip(known, parts, strict=True)
        ]
        data.append(_bars(key, colour, parts, told))
    layout = {**SHARES, "barmode": "stack", **rows_of([spoken(label) for _, label, _ in known])}
    columns = [word("measure"), word("risk_inputs"), word("risk_chance")]
    table = [[spoken(label), cell(part, "share"), cell(1 - part, "share")] for _, label, part in known]
    return plot("split", data, layout, columns, table)


def _bars(name: str, colour: str, shares: Any, told: list[Json]) -> Json:
    """A bar of each share, from the top; `told` are shown under the mouse."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": word(name),
        "y": list(range(len(told))),
        "x": compact(shares),
        "marker": {"color": {"$colour": colour}},
        "text": told,
        "textposition": "none",
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
    }


def along(found: list[Outcome], inputs: list[Json]) -> list[Json]:
    """A figure for each input: the long-run value along it, on average over all others."""
    options: list[dict[str, Json]] = [{} for _ in inputs[:MOST_INPUTS]]
    for one in found:
        if not len(one.along):
            continue
        ends = [] if one.bound is None else [one.bound]
        every = np.concatenate((one.along[["low", "high"]].to_numpy(dtype=np.float64).ravel(), ends))
        room = 0.08 * (float(np.ptp(every)) or abs(float(every[0])) or 1.0)
        own = axis_of(one, every)
        span = [float(f"{end / own.size:.4g}") for end in (every.min() - room, every.max() + 2 * room)]
        for place, row in enumerate(inputs[:MOST_INPUTS]):
            options[place][one.key] = _along(one, row, own, span)
    return [choice(f"along-{place}", ["outcome"], own) for place, own in enumerate(options) if own]


def throughout(found: list[Outcome]) -> list[Said]:
    """Of which targets no line reaches what is asked, the missed first."""
    told = []
    for end, key in (("missed", "risk_throughout_missed"), ("met", "risk_throughout_met")):
        names = [one.called for one in found if one.throughout == end]
        told += [said(key, what=joined(names, "; "))] if names else []
    return told


def _along(one: Outcome, row: Json, up: Axis, span: list[float]) -> Json:
    table = one.of_input(row["input"])
    x, y, low, high = (table[key].to_numpy(dtype=np.float64) for key in ("value", "mean", "low", "high"))
    across = axis(as_is(row["input"]), row["unit"], x)
    places = compact(x / across.size, 6)
    band: Json = {
        "type": "scatter",
        "mode": "none",
        "x": [*places, *places[::-1]],
        "y": compact(np.concatenate((high, low[::-1])) / up.size),
        "fill": "toself",
        "fillcolor": {"$colour": "c1band"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    told = [
        text(f"{amount(at, row['unit'])}: {with_band(mean, least, most, one.unit, one.currency)}")
        for at, mean, least, most in zip(x, y, low, high, strict=True)
    ]
    line: Json = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": places,
        "y": compact(y / up.size),
        "marker": {"size": 6, "color": {"$colour": "c1"}},
        "line": {"color": {"$colour": "c1"}, "width": 2},
        "text": told,
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }
    layout: Json = {
        "height": 250,
        "margin": {"l": 8, "r": 8, "t": 10, "b": 8},
        "xaxis": {key: value for key, value in across.on().items() if key != "title" or row["unit"] == "s"},
        "yaxis": {**up.layout, "range": span},
        **bound_marks(one.bound, one.bound_text, up.size, (float(y[0]), float(y[-1]))),
    }
    columns = [text(row["input"]), word("value"), word("low"), word("high")]
    rows = [
        [cell(at, row["unit"]), *(cell(value, one.unit, one.currency) for value in values)]
        for at, *values in zip(x, y, low, high, strict=True)
    ]
    return {"data": [band, line], "layout": layout, "columns": columns, "rows": rows}
