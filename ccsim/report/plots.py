"""Figures over the whole time: occupancy of the week, flows and costs.

Each is drawn by plotly as it stands here, once words, names and colours are put in (`ccsim.report.figures` says how),
and carries its values as `columns` and `rows` for the table beside it and for CSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.report.load import occupancy_by_weekday
from ccsim.report.numbers import compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, error_bars, plot, text, word
from ccsim.report.series import BAND, costs

if TYPE_CHECKING:
    import pandas as pd


def occupancy(measures: pd.DataFrame, first_weekday: int = 0) -> Json | None:
    """Heat map: a row for each group, a column for each interval of the week, which begins as the scenario does."""
    table = occupancy_by_weekday(measures)
    if not len(table):
        return None
    times = sorted(
        set(zip(table["weekday"], table["time"], strict=True)), key=lambda one: ((one[0] - first_weekday) % 7, one[1])
    )
    place = {time: at for at, time in enumerate(times)}
    names = list(dict.fromkeys(table["name"]))
    grid: list[list[float | None]] = [[None] * len(times) for _ in names]
    values = compact(table["mean"])
    for name, weekday, time, value in zip(table["name"], table["weekday"], table["time"], values, strict=True):
        grid[names.index(name)][place[weekday, time]] = value
    labels = [word("at_time", day=word(f"day_{weekday}"), time=time) for weekday, time in times]
    first: dict[int, int] = {}
    for at, (weekday, _) in enumerate(times):
        first.setdefault(weekday, at)
    one_day = len(first) == 1
    ticks = list(range(0, len(times), max(len(times) // 8, 1))) if one_day else list(first.values())
    words = [times[at][1] if one_day else word(f"day_{times[at][0]}") for at in ticks]
    heat = {
        "type": "heatmap",
        "z": grid,
        "y": [text(name) for name in names],
        "x": labels,
        "hovertemplate": "%{y}<br>%{x}: %{z:.1%}<extra></extra>",
        "zmin": 0,
        "zmax": 1,
        "xgap": 0,
        "ygap": 2,
        "colorscale": [[0, {"$colour": "heat0"}], [0.5, {"$colour": "heat1"}], [1, {"$colour": "heat2"}]],
        "colorbar": {"tickformat": ".0%", "thickness": 12, "outlinewidth": 0},
    }
    layout = {
        "height": FEWEST + ROW * len(names),
        "xaxis": {"type": "category", "tickvals": [labels[at] for at in ticks], "ticktext": words, "showgrid": False},
        "yaxis": {"autorange": "reversed", "showgrid": False},
    }
    rows = [
        [text(name), word(f"day_{weekday}"), time, cell(value, "share")]
        for name, weekday, time, value in zip(
            table["name"], table["weekday"], table["time"], table["mean"], strict=True
        )
    ]
    columns = [word("group"), word("day_of_week"), word("time"), word("m_occupancy")]
    return plot("occupancy", [heat], layout, columns, rows)


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
