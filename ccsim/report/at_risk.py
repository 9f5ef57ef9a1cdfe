"""When the plan breaks: the intervals in which contacts are surely served worse than a target asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccsim.measures.catalogue import SERVICE_LEVELS, WITHIN, find
from ccsim.report.series import by_interval

if TYPE_CHECKING:
    import pandas as pd

CONTACT_SCOPES = ("all", "contact", "channel", "segment")
VERDICTS = ("missed", "uncertain", "met")
WORST, STRETCHES = 8, 3


@dataclass(frozen=True)
class Broken:
    """A target, and where it is broken: `rows` are the intervals, by `short`, with `value, low, high, offered, short`.

    `short` is how many of the contacts offered fall short: the gap to the bound times them; of a wait, the part of it
    beyond the bound, so that measures of any unit stand in one order. `stretches` are times of day at
    which it is broken on at least half of the days, the worst first.
    """

    target: dict[str, Any]
    rows: pd.DataFrame
    intervals: int
    stretches: tuple[tuple[str, str], ...]

    @property
    def met(self) -> bool:
        """Whether the target is met, whatever single intervals do."""
        return bool(self.target["verdict"] == "met")

    @property
    def allowance(self) -> float:
        """Share of the intervals in which the target itself may be missed."""
        asked = self.target.get("asked", {})
        return 1.0 - float(asked["share"]) if asked.get("per") == "interval" else 0.0

    @property
    def allowed(self) -> bool:
        """Whether it is broken no more often than the target itself allows."""
        return self.met and self.allowance > 0.0

    @property
    def worst(self) -> dict[str, Any]:
        """The interval furthest from the bound; of equal ones that with most contacts."""
        most = self.rows.sort_values("value", ascending=bool(self.target["at_least"]), kind="stable").head(1)
        return {str(name): value for name, value in most.to_dict("records")[0].items()}

    @property
    def unit(self) -> str:
        return find(self.target["measure"]).unit


def about_contacts(target: dict[str, Any]) -> bool:
    """Whether a target speaks of what contacts meet with at a time of day."""
    base = target["measure"].partition(WITHIN)[0]
    waits = base in ("asa", "mean_wait", "abandonment_rate") or base.startswith("wait_p")
    return target["scope"] in CONTACT_SCOPES and (waits or base in SERVICE_LEVELS)


def broken(measures: pd.DataFrame, summary: dict[str, Any]) -> list[Broken]:
    """Every target about contacts, missed ones first, last those broken within what they allow."""
    found = [_broken(measures, summary, one) for one in summary["targets"] if about_contacts(one)]
    return sorted(found, key=lambda one: (VERDICTS.index(one.target["verdict"]), one.allowed, -one.rows["short"].sum()))


def named_first(found: list[Broken]) -> list[Broken]:
    """Those that are broken somewhere, in the order in which the answer names them."""
    return [one for one in found if len(one.rows)]


def _broken(measures: pd.DataFrame, summary: dict[str, Any], target: dict[str, Any]) -> Broken:
    scope, name, limit = target["scope"], target["scope_name"], float(target["bound"])
    table = by_interval(measures, target["measure"], scope, name).rename(columns={"mean": "value"})
    offered = by_interval(measures, "offered", scope, name).set_index("interval")["mean"]
    table["offered"] = table["interval"].map(offered).fillna(0.0)
    least = max(1.0, float(target.get("asked", {}).get("ignore_below", 0.0)))
    table = table[(table["offered"] >= least) & table["value"].notna()]
    gap = limit - table["value"] if target["at_least"] else table["value"] - limit
    surely = limit - table["high"] if target["at_least"] else table["low"] - limit
    wrong = surely.fillna(gap) > 0  # one replication has no interval
    lost = (gap * table["offered"]).clip(lower=0.0)
    short = lost if find(target["measure"]).unit == "share" else lost / table["value"].where(gap > 0, 1.0)
    table = table.assign(short=short, wrong=wrong)
    rows = table[table["wrong"]].sort_values("short", ascending=False, kind="stable").reset_index(drop=True)
    interval = float(summary.get("center", {}).get("interval", 1800.0))
    return Broken(target, rows, len(table), _stretches(table, interval))


def _stretches(table: pd.DataFrame, interval: float) -> tuple[tuple[str, str], ...]:
    """Times of day at which most days break, next to each other made one; `24:00` ends the day."""
    if not len(table):
        return ()
    starts = table["start"].dt
    seconds = starts.hour * 3600 + starts.minute * 60 + starts.second
    by_time = table.groupby(seconds).agg(share=("wrong", "mean"), short=("short", "sum"))
    found: list[tuple[float, float, float]] = []
    for at, share, short in zip(by_time.index, by_time["share"], by_time["short"], strict=True):
        if share < 0.5:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + interval, found[-1][2] + short)
        else:
            found.append((float(at), at + interval, float(short)))
    worst = sorted(sorted(found, key=lambda one: -one[2])[:STRETCHES])
    return tuple((_clock(start), _clock(end)) for start, end, _ in worst)


def _clock(seconds: float) -> str:
    return f"{int(seconds // 3600):02d}:{int(seconds % 3600 // 60):02d}"
