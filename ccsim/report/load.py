"""Work against people: offered load in erlangs, agents on duty, and how full they are over the week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ccsim.report.series import by_interval, names_of, whole

if TYPE_CHECKING:
    import pandas as pd


def interval_seconds(measures: pd.DataFrame) -> float:
    """Length of the intervals, read from their starts; NaN where there is one only."""
    import numpy as np
    import pandas as pd

    labels = {str(one)[:16] for one in measures["interval"].unique() if len(str(one)) > len("2026-03-02")}
    starts = np.sort(pd.to_datetime(pd.Series(sorted(labels), dtype=object)).to_numpy())
    return float((np.diff(starts) / np.timedelta64(1, "s")).min()) if len(starts) > 1 else float("nan")


SideBySide = Mapping[tuple[str, str], int]
"""How many contacts an agent may serve at a time, by scope and name; one where it is not said."""


def side_by_side(summary: dict[str, Any]) -> SideBySide:
    """Of the contact types and channels of a run, by its summary."""
    found: dict[tuple[str, str], int] = {}
    for one in summary.get("center", {}).get("contacts", []):
        found["contact", one["name"]] = found["channel", one["channel"]] = one.get("side_by_side", 1)
    return found


def offered_load(
    measures: pd.DataFrame, scope: str = "all", name: str = "all", beside: SideBySide | None = None
) -> pd.DataFrame:
    """Work that comes, in erlangs: contacts offered times AHT, over the length of the interval: `interval, start,
    erlangs`.

    Of all together it is the sum of the contact types'. The AHT is that of the contacts that arrived in the interval,
    over the horizon where none of them was handled. One of `beside` contacts at a time takes that part of an agent;
    without `beside` each counts as one. Work of deferred contacts counts where they arrive, not where it is done.
    """
    if scope == "all":
        return load_of_types(measures, names_of(measures, "contact"), beside)
    offered = by_interval(measures, "offered", scope, name)
    handled = by_interval(measures, "aht", scope, name)["mean"]
    own = measures[(measures["scope"] == scope) & (measures["name"] == name) & (measures["measure"] == "aht")]
    over_all = whole(own)["mean"]
    aht = handled.fillna(float(over_all.iloc[0]) if len(over_all) else float("nan"))
    erlangs = (offered["mean"] * aht).where(offered["mean"] > 0, 0.0) / interval_seconds(measures)
    return offered[["interval", "start"]].assign(erlangs=erlangs / (beside or {}).get((scope, name), 1))


def load_of_types(measures: pd.DataFrame, types: Iterable[str], beside: SideBySide | None = None) -> pd.DataFrame:
    """The load of some contact types, added up."""
    return added([offered_load(measures, "contact", one, beside) for one in types])


def added(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Loads together."""
    import pandas as pd

    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame({"interval": [], "start": pd.Series([], dtype="datetime64[ns]"), "erlangs": []})
    together: pd.Series[float] = pd.concat(parts).groupby(["interval", "start"], sort=True)["erlangs"].sum()
    return in_order(together.reset_index())


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Rows as time goes by: where clocks go back, all of the hour that comes twice before its second time.

    The two are told apart by their offsets, `2026-10-25 02:00+02:00` and `2026-10-25 02:00+01:00`.
    """
    twice = table["interval"].str.len() > len("2026-03-02 08:00")
    begin = table["start"].where(~twice, table["start"].where(twice).groupby(table["start"].dt.date).transform("min"))
    second = -table["interval"].str.slice(16, 19).where(twice, "0").astype(float)
    order = table.assign(_begin=begin, _second=second).sort_values(["_begin", "_second", "start"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def load_and_staff(measures: pd.DataFrame, load: pd.DataFrame, groups: Iterable[str] | None = None) -> pd.DataFrame:
    """A load against the agents of some groups, or of all: `interval, start, erlangs, agents_on_duty,
    agents_scheduled, agents_busy`; 0 where nobody comes or is there.

    `agents_busy` is occupancy times the agents on duty: the part of the work that was carried at the time.
    """
    chosen = [("agents", one) for one in groups] if groups is not None else [("all", "all")]
    table = load.set_index(["interval", "start"])
    duties = [_indexed(measures, "agents_on_duty", *one) for one in chosen]
    plans = [_indexed(measures, "agents_scheduled", *one) for one in chosen]
    for column, parts in (("agents_on_duty", duties), ("agents_scheduled", plans)):
        table = table.join(_summed(parts).rename(column), how="outer")
    busy = None
    for duty, own in zip(duties, chosen, strict=True):
        part = (duty * _indexed(measures, "occupancy", *own)).fillna(0.0)
        busy = part if busy is None else busy.add(part, fill_value=0.0)
    if busy is not None:
        table = table.join(busy.rename("agents_busy"), how="outer")
    return in_order(table.fillna(0.0).reset_index())


def occupancy_by_weekday(measures: pd.DataFrame, measure: str = "occupancy") -> pd.DataFrame:
    """Occupancy (or another share of time on duty) of each group by day of the week and time of day: `name, weekday,
    time, mean, agents_on_duty, agents_scheduled, dates`.

    Weekday 0 is Monday; of several dates it is time with contacts over time on duty, added up. Times at which nobody
    of the group is on duty have no row.
    """
    import pandas as pd

    parts = []
    for name in names_of(measures, "agents"):
        table = by_interval(measures, measure, "agents", name)[["start", "mean"]]
        duty, plan = (
            by_interval(measures, one, "agents", name)["mean"] for one in ("agents_on_duty", "agents_scheduled")
        )
        parts.append(table.assign(name=name, agents_on_duty=duty, agents_scheduled=plan))
    columns = ["name", "weekday", "time", "mean", "agents_on_duty", "agents_scheduled", "dates"]
    if not parts:
        return pd.DataFrame(columns=columns)
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[(rows["agents_on_duty"] > 0) & rows["mean"].notna()]
    rows = rows.assign(
        weekday=rows["start"].dt.day_of_week,
        time=rows["start"].dt.strftime("%H:%M"),
        busy=rows["mean"] * rows["agents_on_duty"],
    )
    added = rows.groupby(["name", "weekday", "time"], sort=True).agg(
        busy=("busy", "sum"),
        duty=("agents_on_duty", "sum"),
        agents_on_duty=("agents_on_duty", "mean"),
        agents_scheduled=("agents_scheduled", "mean"),
        dates=("busy", "size"),
    )
    table = added.assign(mean=added["busy"] / added["duty"]).reset_index()
    order = {name: place for place, name in enumerate(names_of(measures, "agents"))}
    return table.sort_values("name", key=lambda names: names.map(order), kind="stable")[columns].reset_index(drop=True)


def _indexed(measures: pd.DataFrame, measure: str, scope: str, name: str) -> pd.Series:
    return by_interval(measures, measure, scope, name).set_index(["interval", "start"])["mean"]


def _summed(parts: list[pd.Series]) -> pd.Series:
    import pandas as pd

    added: pd.Series[float] = pd.concat(parts).groupby(level=["interval", "start"]).sum()
    return added
