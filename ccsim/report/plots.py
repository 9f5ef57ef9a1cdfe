"""Figures over the whole time: costs.

It is drawn by plotly as it stands here, once words, names and colours are put in (`ccsim.report.figures` says how),
and carries its values as `columns` and `rows` for the table beside it and for CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.report.numbers import FIXED, compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, error_bars, plot, word
from ccsim.report.series import BAND, costs

if TYPE_CHECKING:
    import pandas as pd

ROOM = 1.35  # of the longest bar: what a label takes on a phone


def money(measures: pd.DataFrame, currency: str) -> Json | None:
    """Kinds of cost as bars."""
    table = costs(measures)
    table = table[table["mean"] > 0].sort_values("mean", ascending=False, kind="stable")
    if len(table) < 2:
        return None  # one kind alone is the whole, and said above
    said = [shown(value, "money", currency) for value in table["mean"]]
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": compact(table["mean"]),
        "y": [word(f"m_{kind}") for kind in table["kind"]],
        "error_x": error_bars(table),
        "marker": {"color": {"$colour": "c1"}},
        "customdata": said,
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
        "showlegend": False,
    }
    ends = table["high"].fillna(table["mean"])
    label = {  # past the end of the interval, whose mark would run through it
        "type": "scatter",
        "mode": "text",
        "x": compact(ends),
        "y": bar["y"],
        "text": [f"{FIXED}{FIXED}{one}" for one in said],
        "textposition": "middle right",
        "textfont": {"color": {"$colour": "ink"}},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
    rows = [
        [word(f"m_{kind}"), *(cell(value, "money", currency) for value in band), cell(share, "share")]
        for kind, *band, share in table[["kind", *BAND, "share"]].itertuples(index=False)
    ]
    columns = [word("kind"), word("cost"), word("low"), word("high"), word("share")]
    layout: Json = {"height": FEWEST + ROW * len(table), "bargap": 0.4, "yaxis": {"autorange": "reversed"}}
    layout["xaxis"] = {"range": [0, compact([ROOM * float(ends.max())])[0]]}
    return plot("costs", [bar, label], layout, columns, rows)
