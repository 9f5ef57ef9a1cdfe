"""Figures of appointments: kept and missed, why, by how long ahead, and what hosts waited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.measures.appointment_measures import LEAD_BANDS
from ccsim.report import outcomes
from ccsim.report.numbers import compact
from ccsim.report.plot_parts import COLOURS, FEWEST, ROW, Json, cell, error_bars, plot, text, word
from ccsim.report.series import BAND

if TYPE_CHECKING:
    import pandas as pd

LEADS = {band.days: band.name for band in LEAD_BANDS}


def bookings(measures: pd.DataFrame) -> Json | None:
    """Bars of appointments by what became of them."""
    table = outcomes.bookings(measures)
    table = table[table["mean"] > 0]
    if not len(table):
        return None
    data = []
    for place, (outcome, own) in enumerate(table.groupby("outcome", sort=False)):
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": word(f"out_{outcome}"),
                "x": compact(own["mean"]),
                "y": [text(name) for name in own["name"]],
                "marker": {"color": {"$colour": ("c3", "c6", "c2", "c4", "c7")[place % 5]}},
                "hovertemplate": "%{y}, %{fullData.name}: %{x:,.1f}<extra></extra>",
            }
        )
    rows = [
        [text(name), word(f"out_{outcome}"), *(cell(value, "appointments") for value in band)]
        for name, outcome, *band in table[["name", "outcome", *BAND]].itertuples(index=False)
    ]
    columns = [word("name"), word("kind"), *(word(one) for one in ("value", "low", "high"))]
    layout = {
        "barmode": "stack",
        "bargap": 0.4,
        "height": FEWEST + ROW * table["name"].nunique(),
        "yaxis": {"autorange": "reversed"},
    }
    return plot("bookings", data, layout, columns, rows)


def missed(measures: pd.DataFrame, key: str) -> Json | None:
    """Shares of the due that did not come, by `reasons` or by `lead` time, with intervals."""
    if key == "reasons":
        table = outcomes.missed_by_reason(measures)
        kinds = [word(f"reason_{reason}") for reason in table["reason"]]
    else:
        table = outcomes.missed_by_lead_time(measures)
        kinds = [word(f"lead_{LEADS[days]}") for days in table["days"]]
    if not table["mean"].sum() > 0:
        return None
    data = []
    for place, (name, own) in enumerate(table.groupby("name", sort=False)):
        data.append(
            {
                "type": "bar",
                "name": text(str(name)),
                "x": [kinds[at] for at in own.index],
                "y": compact(own["mean"]),
                "error_y": error_bars(own),
                "marker": {"color": {"$colour": COLOURS[place % len(COLOURS)]}},
                "hovertemplate": "%{x}: %{y:.1%}<extra>%{fullData.name}</extra>",
            }
        )
    rows = [
        [text(name), kind, *(cell(value, "share") for value in band)]
        for kind, (name, *band) in zip(kinds, table[["name", *BAND]].itertuples(index=False), strict=True)
    ]
    columns = [word("name"), word("reason" if key == "reasons" else "lead"), word("value"), word("low"), word("high")]
    layout = {"height": 280, "bargap": 0.5, "yaxis": {"tickformat": ".2~%", "rangemode": "tozero"}}
    return plot(key, data, layout, columns, rows)


def hosts(measures: pd.DataFrame) -> Json | None:
    """Hours in which hosts waited for customers, a bar for each group."""
    table = outcomes.host_waits(measures)
    table = table[table["measure"].isin(["late_wait", "no_show_wait"])]
    if not table["mean"].sum() > 0:
        return None
    names = {"late_wait": ("came", "c2"), "no_show_wait": ("did_not_come", "c6")}
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": word(names[str(measure)][0]),
            "x": compact(own["mean"] / 3600.0),
            "y": [text(name) for name in own["name"]],
            "error_x": error_bars(own, 3600.0),
            "marker": {"color": {"$colour": names[str(measure)][1]}},
            "hovertemplate": "%{y}, %{fullData.name}: %{x:,.1f} h<extra></extra>",
        }
        for measure, own in table.groupby("measure", sort=False)
    ]
    rows = [
        [text(name), word(names[measure][0]), *(cell(value, "s") for value in band)]
        for name, measure, *band in table[["name", "measure", *BAND]].itertuples(index=False)
    ]
    columns = [word("group"), word("kind"), word("value"), word("low"), word("high")]
    layout = {
        "barmode": "group",
        "bargap": 0.4,
        "height": FEWEST + 2 * ROW * table["name"].nunique(),
        "xaxis": {"title": {"text": word("hours")}},
        "yaxis": {"autorange": "reversed"},
    }
    return plot("hosts", data, layout, columns, rows)
