"""How long contacts waited: a curve for each type, and the waits that most of them do not exceed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.report.durations import time_unit
from ccsim.report.numbers import FIXED, bound, compact, shown, with_band
from ccsim.report.plot_parts import COLOURS, FEWEST, ROW, Json, cell, error_bars, plot, text, word
from ccsim.report.series import BAND, wait_quantiles

if TYPE_CHECKING:
    import pandas as pd

SYMBOLS = ("circle", "square", "diamond", "triangle-up")
DASHES = ("solid", "dash", "dot", "dashdot")
SHARES = ["share", "low", "high"]
DAY = 86_400.0
LINEAR = 10.0  # seconds about which the axis turns from linear to logarithmic: seconds and days stand side by side
MARKED = {
    **{0.0: "0", 5.0: "5 s", 20.0: "20 s", 60.0: "1 min", 180.0: "3 min", 600.0: "10 min", 1800.0: "30 min"},
    **{7200.0: "2 h", 6 * 3600.0: "6 h", DAY: "1 d", 3 * DAY: "3 d", 7 * DAY: "7 d", 30 * DAY: "30 d"},
}
MOST_MARKS = 7  # that a phone has room for


def waited(waits: pd.DataFrame, names: list[str], key: str) -> Json | None:
    """Curves: the share of contacts that wait no longer than so long, a line for each contact type."""
    waits = waits[(waits["scope"] == "contact") & waits["name"].isin(names)]
    if not len(waits):
        return None
    data = []
    for place, name in enumerate(one for one in names if (waits["name"] == one).any()):
        own = waits[waits["name"] == name]
        spoken = [with_band(share, low, high, "share") for share, low, high in own[SHARES].to_numpy()]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": text(name),
                "x": compact(np.log1p(own["wait_s"] / LINEAR)),
                "y": compact(own["share"]),
                "line": {
                    "color": {"$colour": COLOURS[place % len(COLOURS)]},
                    "dash": DASHES[place // len(COLOURS) % len(DASHES)],
                    "width": 2,
                },
                "customdata": [[bound(wait, "s"), said] for wait, said in zip(own["wait_s"], spoken, strict=True)],
                "hovertemplate": "≤ %{customdata[0]}: %{customdata[1]}<extra>%{fullData.name}</extra>",
            }
        )
    longest = float(waits["wait_s"].max())
    marks = [one for one in MARKED if one <= longest]
    marks = marks[:: 1 + (len(marks) - 1) // MOST_MARKS]
    rows = [
        [text(name), cell(wait, "s"), *(cell(one, "share") for one in shares)]
        for name, wait, *shares in waits[["name", "wait_s", *SHARES]].itertuples(index=False)
    ]
    layout = {
        "height": 340,
        "hovermode": "closest",
        "xaxis": {
            "title": {"text": word("wait_at_most")},
            "tickvals": compact(np.log1p(np.array(marks) / LINEAR)),
            "ticktext": [MARKED[one].replace(" ", FIXED) for one in marks],
            "tickangle": 0,
            "zeroline": False,
        },
        "yaxis": {"title": {"text": word("share")}, "range": [0, 1.02], "tickformat": ".0%"},
    }
    columns = [word("contact_type"), word("wait_at_most"), *(word(one) for one in ("share", "low", "high"))]
    return plot(key, data, layout, columns, rows)


def quantiles(measures: pd.DataFrame, names: list[str], key: str) -> Json | None:
    """Dots: waits that so many percent do not exceed, a row for each contact type."""
    table = wait_quantiles(measures)
    table = table[table["name"].isin(names) & table["mean"].notna()]
    if not len(table):
        return None
    unit = time_unit(float(table["mean"].max()))
    data = []
    for place, (percent, own) in enumerate(table.groupby("percent", sort=True)):
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": word("percent_wait", n=int(str(percent))),
                "x": compact(own["mean"] / unit.size),
                "y": [text(name) for name in own["name"]],
                "error_x": error_bars(own, unit.size),
                "marker": {"size": 10, "symbol": SYMBOLS[place % 4], "color": {"$colour": COLOURS[place]}},
                "customdata": [shown(value, "s") for value in own["mean"]],
                "hovertemplate": "%{y}: %{customdata}<extra>%{fullData.name}</extra>",
            }
        )
    rows = [
        [text(name), word("percent_wait", n=percent), *(cell(value, "s") for value in band)]
        for name, percent, *band in table[["name", "percent", *BAND]].itertuples(index=False)
    ]
    columns = [word("contact_type"), word("measure"), *(word(one) for one in ("value", "low", "high"))]
    layout = {
        "height": FEWEST + ROW * table["name"].nunique(),
        "xaxis": {"title": {"text": word(unit.word)}, "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed"},
    }
    return plot(key, data, layout, columns, rows)
