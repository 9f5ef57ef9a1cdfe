"""Figures over the whole time: costs.

It is drawn by plotly as it stands here, once words, names and colours are put in (`ccsim.report.figures` says how),
and carries its values as `columns` and `rows` for the table beside it and for CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.report.numbers import compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, error_bars, plot, word
from ccsim.report.series import BAND, costs

if TYPE_CHECKING:
    import pandas as pd


def money(measures: pd.DataFrame, currency: str) -> Json | None:
    """Kinds of cost as bars."""
    table = costs(measures)
    table = table[table["mean"] > 0].sort_values("mean", ascending=False, kind="stable")
    if len(table) < 2:
        return None  # one kind alone is the whole, and said above
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": compact(table["mean"]),
        "y": [word(f"m_{kind}") for kind in table["kind"]],
        "error_x": error_bars(table),
        "text": [shown(value, "money", currency) for value in table["mean"]],
        "textposition": "auto",
        "marker": {"color": {"$colour": "c1"}},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    rows = [
        [word(f"m_{kind}"), *(cell(value, "money", currency) for value in band), cell(share, "share")]
        for kind, *band, share in table[["kind", *BAND, "share"]].itertuples(index=False)
    ]
    columns = [word("kind"), word("cost"), word("low"), word("high"), word("share")]
    layout = {"height": FEWEST + ROW * len(table), "bargap": 0.4, "yaxis": {"autorange": "reversed"}}
    return plot("costs", [bar], layout, columns, rows)
