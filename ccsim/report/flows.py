"""Where contacts went, from arrival through self-service and the queues to groups and outcomes: flows that add up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ccsim.report.outcomes import BEFORE_AGENTS, OF_OFFERED
from ccsim.report.series import BAND, names_of, over_horizon

if TYPE_CHECKING:
    import pandas as pd

BEFORE_QUEUE = BEFORE_AGENTS[:-1]
SERVED, UNSERVED = OF_OFFERED[:2], OF_OFFERED[2:]
NO_BAND = (math.nan, math.nan)


class Flow(NamedTuple):
    """Contacts of a replication on average, with their interval, on their way from one place to the next.

    A place is a kind (`type`, `queue`, `group`, `out`) and a name: of a contact type, of the type whose queue it is, of
    an agent group, or of an outcome. What a group settled has no interval of its own: `settled` is that of the share.
    """

    source: tuple[str, str]
    target: tuple[str, str]
    mean: float
    low: float
    high: float
    settled: tuple[float, float] = NO_BAND


def flows(measures: pd.DataFrame) -> list[Flow]:
    """From types to where they leave before the queue, and to their queues; on to groups, or to how they left; from
    groups to `settled` and `unsettled`, where not everything is.

    Where nobody leaves before the queue, there are no queues apart from the types; what comes into a place goes out.
    Flows of nothing are left out.
    """
    found, taken = _Counts(measures), _taken(measures)
    names, groups = names_of(measures, "contact"), names_of(measures, "agents")
    early = any(found(name, out)[0] > 0 for name in names for out in BEFORE_QUEUE)
    links: list[Flow] = []
    for name in names:
        if early:
            links += [Flow(("type", name), ("out", out), *found(name, out)) for out in BEFORE_QUEUE]
            links.append(Flow(("type", name), ("queue", name), *found(name, "offered")))
        queue = ("queue" if early else "type", name)
        links += [Flow(queue, target, *band) for target, band in taken.get(name) or _served(groups, name, found)]
        links += [Flow(queue, ("out", out), *found(name, out)) for out in UNSERVED]
    links += _settled(measures, groups, [flow for flow in links if flow.target[0] == "group" and flow.mean > 0])
    return [flow for flow in links if flow.mean > 0]


class _Counts:
    """Counts of contact types over the horizon: mean, low, high; 0 where there is none."""

    def __init__(self, measures: pd.DataFrame) -> None:
        rows = over_horizon(measures, ("offered", *BEFORE_QUEUE, *UNSERVED, *SERVED), "contact")
        self._found = {
            (name, measure): (float(mean), float(low), float(high))
            for name, measure, mean, low, high in rows[["name", "measure", *BAND]].itertuples(index=False)
        }

    def __call__(self, name: str, measure: str) -> tuple[float, float, float]:
        return self._found.get((name, measure), (0.0, 0.0, 0.0))


def skills(measures: pd.DataFrame) -> pd.DataFrame:
    """What each group took of each type: `type, group, measure, mean, low, high`; none where there is one group."""
    rows = over_horizon(measures, ("taken", "taken_share", "taken_resolution"), "skill")
    parts = [str(name).partition("/") for name in rows["name"]]
    named = rows.assign(type=[kind for kind, _, _ in parts], group=[group for _, _, group in parts])
    return named[["type", "group", "measure", *BAND]]


Served = tuple[tuple[str, str], tuple[float, float, float]]


def _taken(measures: pd.DataFrame) -> dict[str, list[Served]]:
    """By type, the groups that took some of it."""
    table = skills(measures)
    found: dict[str, list[Served]] = {}
    for name, group, mean, low, high in table.loc[table["measure"] == "taken", ["type", "group", *BAND]].itertuples(
        index=False
    ):
        found.setdefault(name, []).append((("group", group), (mean, low, high)))
    return found


def _served(groups: list[str], name: str, found: _Counts) -> list[Served]:
    """By the only group; where results do not say by which of several, by somebody."""
    answered, called = found(name, "answered"), found(name, "called_back")
    if len(groups) != 1:
        return [(("out", "answered"), answered), (("out", "called_back"), called)]
    return [(("group", groups[0]), answered if called[0] == 0 else (answered[0] + called[0], *NO_BAND))]


def _settled(measures: pd.DataFrame, groups: list[str], taken: list[Flow]) -> list[Flow]:
    """What groups settled and did not of what they took; nothing where they always settle."""
    scope, measure = ("agents", "taken_resolution") if len(groups) > 1 else ("all", "resolution")
    rows = over_horizon(measures, (measure,), scope)
    shares = {
        groups[0] if scope == "all" and groups else name: (mean, low, high)
        for name, mean, low, high in rows[["name", *BAND]].itertuples(index=False)
    }
    totals: dict[str, float] = {}
    for flow in taken:
        totals[flow.target[1]] = totals.get(flow.target[1], 0.0) + flow.mean
    if all(not shares.get(group, (1.0,))[0] < 1 for group in totals):
        return []
    links = []
    for group, total in totals.items():
        share, low, high = shares[group]
        links.append(Flow(("group", group), ("out", "settled"), total * share, *NO_BAND, (low, high)))
        links.append(Flow(("group", group), ("out", "unsettled"), total * (1 - share), *NO_BAND, (1 - high, 1 - low)))
    return links
