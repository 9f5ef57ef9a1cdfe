"""How full each group is over the week, as a heat map; times at which hardly anybody of it is on duty are set apart.

Minutes after closing one agent may still be there, with a contact: he is occupied all that time, and it says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.report.load import occupancy_by_weekday
from ccsim.report.numbers import compact, number
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, plot, text, word

if TYPE_CHECKING:
    import pandas as pd

FEW, FEW_UNPLANNED = 0.25, 0.5  # of the group's usual people; where the plan has nobody, as after closing


def usual(table: pd.DataFrame) -> pd.Series[float]:
    """Of each row of `occupancy_by_weekday` how many of its group are on duty in the middle planned interval."""
    planned = table[table["agents_scheduled"] > 0].groupby("name")["agents_on_duty"].median()
    found: pd.Series[float] = table["name"].map(planned).astype(float)
    return found


def hardly_anyone(table: pd.DataFrame, often: pd.Series[float]) -> pd.Series[bool]:
    """Rows of `occupancy_by_weekday` in which less than `FEW` of the usual (`often`) are on duty, or, unplanned,
    `FEW_UNPLANNED`."""
    part = table["agents_on_duty"] / often
    few: pd.Series[bool] = (part < FEW) | ((part < FEW_UNPLANNED) & (table["agents_scheduled"] <= 0))
    return few


def occupancy(measures: pd.DataFrame, first_weekday: int = 0) -> Json | None:
    """Heat map: a row for each group, a column for each interval of the week, which begins as the scenario does."""
    table = occupancy_by_weekday(measures)
    if not len(table):
        return None
    keys = list(zip(table["weekday"], table["time"], strict=True))
    times = sorted(set(keys), key=lambda one: ((one[0] - first_weekday) % 7, one[1]))
    place = {time: at for at, time in enumerate(times)}
    names = list(dict.fromkeys(table["name"]))
    often = usual(table)
    few = hardly_anyone(table, often)
    labels = [word("at_time", day=word(f"day_{weekday}"), time=time) for weekday, time in times]
    grid: list[list[float | None]] = [[None] * len(times) for _ in names]
    hatched = []
    for name, key, share, thin, duty, people in zip(
        table["name"], keys, compact(table["mean"]), few, table["agents_on_duty"], often, strict=True
    ):
        if thin:
            said = word("occupancy_few", n=_people(duty), usual=_people(people))
            hatched.append((labels[place[key]], text(name), [share, said]))
        else:
            grid[names.index(name)][place[key]] = share
    heat = {
        "type": "heatmap",
        "z": grid,
        "y": [text(name) for name in names],
        "x": labels,
        "hovertemplate": "%{y}<br>%{x}: %{z:.1%}<extra></extra>",
        "hoverongaps": False,
        "zmin": 0,
        "zmax": 1,
        "xgap": 0,
        "ygap": 2,
        "colorscale": [[0, {"$colour": "heat0"}], [0.5, {"$colour": "heat1"}], [1, {"$colour": "heat2"}]],
        "colorbar": {"tickformat": ".0%", "thickness": 12, "outlinewidth": 0},
    }
    data = [heat, *([_hatches(hatched)] if hatched else [])]
    layout = {"height": FEWEST + ROW * len(names), "showlegend": False, "xaxis": _week(times, labels)}
    layout["yaxis"] = {"range": [len(names) - 0.5, -0.5], "showgrid": False}
    rows = [
        [text(name), word(f"day_{weekday}"), time, cell(value, "share"), cell(duty, "agents")]
        for name, weekday, time, value, duty in table[["name", "weekday", "time", "mean", "agents_on_duty"]].itertuples(
            index=False
        )
    ]
    columns = [word("group"), word("day_of_week"), word("time"), word("m_occupancy"), word("on_duty")]
    return plot("occupancy", data, layout, columns, rows)


def _people(agents: float) -> str:
    return number(round(agents, 1) if agents >= 0.05 else round(agents, 2), 2 if agents < 0.05 else 1)


def _hatches(cells: list[tuple[Json, Json, list[Any]]]) -> Json:
    """A stroke for each cell, with what is said of it: plotly hatches bars alone."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [label for label, _, _ in cells],
        "y": [name for _, name, _ in cells],
        "customdata": [said for _, _, said in cells],
        "marker": {"symbol": "line-ne", "size": 8, "line": {"width": 1.2, "color": {"$colour": "soft"}}},
        "hovertemplate": "%{y}<br>%{x}: %{customdata[0]:.1%}<br>%{customdata[1]}<extra></extra>",
    }


def _week(times: list[tuple[int, str]], labels: list[Json]) -> Json:
    """Ticks where days begin; of one day, times."""
    first: dict[int, int] = {}
    for at, (weekday, _) in enumerate(times):
        first.setdefault(weekday, at)
    one_day = len(first) == 1
    ticks = list(range(0, len(times), max(len(times) // 8, 1))) if one_day else list(first.values())
    words = [times[at][1] if one_day else word(f"day_{times[at][0]}") for at in ticks]
    ends = {"range": [-0.5, len(times) - 0.5], "showgrid": False}
    return {"type": "category", "tickvals": [labels[at] for at in ticks], "ticktext": words, **ends}
