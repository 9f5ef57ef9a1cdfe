"""Estimates along time, of targets, waits, money and customers' experience, as small tables: a figure draws one.

Every function takes the measures of a run (`Result.measures`, or quicker: `ccsim.report.run.Run.measures`) or its
summary. Times are seconds, shares 0-1. What a scenario has not makes an empty table with the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ccsim.measures.agent_measures import COSTS
from ccsim.measures.catalogue import MEASURES, WITHIN, find
from ccsim.measures.cells import AFTER

if TYPE_CHECKING:
    import pandas as pd

BAND = ("mean", "low", "high")
WAIT_QUANTILES = tuple(measure for measure in MEASURES.values() if measure.quantile is not None)
STAFF_COSTS = ("cost_staff", "cost_idle", "cost_overtime", "cost_late_wait", "cost_no_show_wait")
EXPERIENCE = ("csat", "nps", "ces", "churn", "churn_cost")
JOURNEYS = (
    *("customers", "contacts_per_customer", "channel_switches", "customer_resolution", "first_contact_resolution"),
    *("time_to_resolution", "lost_rate", "lost_value", "attempts_cut"),
)


def names_of(measures: pd.DataFrame, scope: str) -> list[str]:
    """Names of a scope (contact types, channels, agent groups, ...) in the order of the scenario."""
    return [str(name) for name in measures.loc[measures["scope"] == scope, "name"].unique()]


def by_interval(measures: pd.DataFrame, measure: str, scope: str = "all", name: str = "all") -> pd.DataFrame:
    """A measure by interval: `interval` as written, `start` as local time, `mean, low, high`.

    Intervals in which nothing of the scope ever happened have no row; the time after the end has none either.
    """
    rows = _rows(measures, [measure], scope, name)
    texts = rows["interval"].astype(str)
    return _timed(rows[(texts.str.len() > len("2026-03-02")) & (texts != AFTER)], "interval", "interval")


def by_day(measures: pd.DataFrame, measure: str, scope: str = "all", name: str = "all") -> pd.DataFrame:
    """A measure by day: `day` as written, `start` as local time, `mean, low, high`."""
    if scope == "all":
        rows = measures[(measures["scope"] == "day") & (measures["measure"] == measure)]
        return _timed(rows, "name", "day")
    rows = _rows(measures, [measure], scope, name)
    return _timed(rows[rows["interval"].astype(str).str.len() == len("2026-03-02")], "interval", "day")


def over_horizon(
    measures: pd.DataFrame, wanted: Sequence[str] | None = None, scope: str = "all", names: Iterable[str] | None = None
) -> pd.DataFrame:
    """Measures over the whole horizon: `scope, name, measure, mean, low, high`, of every name of the scope or of some.

    In the order `wanted`, if it is given; what is not measured has no row.
    """
    rows = whole(measures[measures["scope"] == scope])
    if names is not None:
        rows = rows[rows["name"].isin(list(names))]
    if wanted is not None:
        rows = rows[rows["measure"].isin(list(wanted))]
        order = {measure: place for place, measure in enumerate(wanted)}
        known = {name: place for place, name in enumerate(names_of(measures, scope))}
        ranks = [(known[name], order[one]) for name, one in zip(rows["name"], rows["measure"], strict=True)]
        rows = rows.iloc[sorted(range(len(rows)), key=ranks.__getitem__)]
    return _plain(rows[["scope", "name", "measure", *BAND]])


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the whole horizon (and, of scope `day`, of days)."""
    return rows[rows["interval"].astype(str).isin(["", "nan"])]


def targets(summary: dict[str, Any]) -> pd.DataFrame:
    """Targets in the scenario's order: `name, sentence, measure, unit, scope, scope_name, mean, low, high, bound,
    at_least, verdict, detail`.

    A target by interval has no mean; of one with a probability it is the share of days on which the bound was met.
    """
    import pandas as pd

    said = ("name", "sentence", "measure", "scope", "scope_name", "bound", "at_least", "verdict", "detail")
    rows = [
        {
            **{key: one[key] for key in said},
            "unit": find(one["measure"]).unit,
            **{key: (one["estimate"] or {}).get(key) for key in BAND},
        }
        for one in summary["targets"]
    ]
    columns = [*said[:3], "unit", *said[3:5], *BAND, *said[5:]]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys((*BAND, "bound"), float))


def bounds(
    measures: pd.DataFrame, summary: dict[str, Any], measure: str, scope: str = "all", name: str = "all"
) -> pd.DataFrame:
    """Targets about this measure of this scope, as `targets` has them.

    A service level at a target's own threshold is the same as the plain one where both have the same values throughout.
    """
    table = targets(summary)
    asked = table[(table["scope"] == scope) & (table["scope_name"] == name)]
    same = {measure}
    for other in set(asked["measure"]) - same:
        if base_of(other) == base_of(measure) and _alike(measures, measure, other, scope, name):
            same.add(other)
    return asked[asked["measure"].isin(same)].reset_index(drop=True)


def wait_quantiles(measures: pd.DataFrame, scope: str = "contact") -> pd.DataFrame:
    """Waits that so many percent of the offered do not exceed: `name, percent, mean, low, high`."""
    percent = {one.name: round(100 * one.quantile) for one in WAIT_QUANTILES if one.quantile is not None}
    rows = over_horizon(measures, list(percent), scope)
    rows.insert(2, "percent", rows["measure"].map(percent).astype(int))
    return rows[["name", "percent", *BAND]]


def costs(measures: pd.DataFrame) -> pd.DataFrame:
    """Kinds of cost that add up to that of the center: `kind, mean, low, high, share`; empty where nothing costs."""
    rows = over_horizon(measures, COSTS).rename(columns={"measure": "kind"})[["kind", *BAND]]
    total = rows["mean"].sum()
    if not total > 0:
        rows = rows.iloc[:0]
    return rows.assign(share=rows["mean"] / total)


def staff_costs(measures: pd.DataFrame) -> pd.DataFrame:
    """What each group costs, and what of it went into idle time, overtime and waits for customers: `name, kind, mean,
    low, high`; empty where staff costs nothing."""
    rows = over_horizon(measures, STAFF_COSTS, "agents").rename(columns={"measure": "kind"})[["name", "kind", *BAND]]
    return rows if rows["mean"].sum() > 0 else rows.iloc[:0]


def experience(measures: pd.DataFrame, scope: str = "all") -> pd.DataFrame:
    """Satisfaction, recommendation, ease and the risk of leaving: `name, measure, unit, mean, low, high`."""
    return _with_unit(over_horizon(measures, EXPERIENCE, scope))


def journeys(measures: pd.DataFrame, scope: str = "all") -> pd.DataFrame:
    """How customers fared from the first attempt to the last: `name, measure, unit, mean, low, high`."""
    rows = _with_unit(over_horizon(measures, JOURNEYS, scope))
    return rows if (rows["measure"] == "customers").any() else rows.iloc[:0]


def base_of(measure: str) -> str:
    """Name of a service level without its threshold."""
    return measure.partition(WITHIN)[0]


def _alike(measures: pd.DataFrame, one: str, other: str, scope: str, name: str) -> bool:
    first, second = (
        _rows(measures, [measure], scope, name).set_index("interval")["mean"].round(12) for measure in (one, other)
    )
    return len(first) > 0 and first.equals(second)


def _with_unit(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(unit=[find(measure).unit for measure in rows["measure"]])
    return rows[["name", "measure", "unit", *BAND]]


def _rows(measures: pd.DataFrame, wanted: Sequence[str], scope: str, name: str) -> pd.DataFrame:
    own = (measures["scope"] == scope) & (measures["name"] == name)
    return measures[own & measures["measure"].isin(list(wanted))]


def _timed(rows: pd.DataFrame, label: str, called: str) -> pd.DataFrame:
    import pandas as pd

    texts = rows[label].astype(str).tolist()
    starts = pd.to_datetime(pd.Series([text[:16] for text in texts], dtype=object), format="mixed")
    return pd.DataFrame(
        {called: pd.Series(texts, dtype=object), "start": starts, **{key: rows[key].to_numpy() for key in BAND}}
    )


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Texts as texts, rows counted anew."""
    texts = {str(column): rows[column].astype(object) for column in rows if column not in BAND}
    return rows.assign(**texts).reset_index(drop=True)
