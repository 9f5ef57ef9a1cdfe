"""Which days are worth watching, and in which replication: typical ones, the worst day first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.measures.catalogue import WITHIN, threshold_of
from ccsim.report.at_risk import VERDICTS, Broken
from ccsim.report.clocks import only_open_hours
from ccsim.report.replay.judging import COLUMNS, Contacts, Kind, judge
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar

if TYPE_CHECKING:
    from ccsim.arrays import FloatArray, IntArray
    from ccsim.study.saved_records import SavedRun

SERVICE_LEVEL = "service_level"


@dataclass(frozen=True)
class Focus:
    """What the days are chosen by: contact types with their name together, and the target on their service level, if
    there is one."""

    kinds: tuple[int, ...]
    target: dict[str, Any] | None
    name: str = ""

    @property
    def bound(self) -> float | None:
        """What the target asks of a horizon or day; None: nothing."""
        if self.target is None or self.target.get("asked", {}).get("probability") is not None:
            return None
        return float(self.target["bound"])


@dataclass(frozen=True)
class Choice:
    """A day (its place in the calendar) and the replication that is in the middle of all on it.

    `level` is its service level of the focus that day, `low` and `high` the least and most of all replications;
    `missed` contacts of the focus are not answered in time that day, on average.
    """

    day: int
    replication: int
    level: float
    low: float
    high: float
    missed: float


def focus_of(found: list[Broken], center: dict[str, Any]) -> Focus:
    """The contact types of the target that is broken worst, as the page's answer has it: what is missed before what is
    met, what is weak at times before what never is and that before what is so no more often than it allows, live ones
    and service levels before others; else all the live.

    `found` are the targets as `ccsim.report.at_risk.broken` orders them.
    """
    contacts = center["contacts"]
    live = {place for place, one in enumerate(contacts) if one["live"]}
    ranked = [
        (VERDICTS.index(one.target["verdict"]), not set(_kinds(one.target, contacts)) & live, not len(one.rows),
         one.allowed, not _of_service_level(one.target), rank)
        for rank, one in enumerate(found)
        if one.target["scope"] != "segment"
    ]  # fmt: skip
    if not ranked:
        return Focus(tuple(sorted(live)) or tuple(range(len(contacts))), None)
    target = found[min(ranked)[-1]].target
    name = "" if target["scope"] == "all" else target["scope_name"]
    return Focus(_kinds(target, contacts), target if _of_service_level(target) else None, name)


def kinds_of(summary: dict[str, Any], focus: Focus) -> tuple[Kind, ...]:
    """Contact types with the thresholds and bounds that targets name: that of the focus, then each one's own."""
    center = summary["center"]
    windows = {one["name"]: one["opens"] for one in center["channels"]}
    found = []
    for place, one in enumerate(center["contacts"]):
        asking = [focus.target] if focus.target is not None and place in focus.kinds else []
        asking += [
            target
            for target in summary["targets"]
            if _of_service_level(target)
            and target["scope"] in ("contact", "channel")
            and _kinds(target, center["contacts"]) == (place,)
        ]
        asking = [target for target in asking if target.get("asked", {}).get("per", "horizon") == "horizon"] or asking
        within = threshold_of(asking[0]["measure"]) if asking else None
        opens = windows[one["channel"]] if only_open_hours(one) else None
        found.append(
            Kind(
                name=one["name"],
                channel=one["channel"],
                live=one["live"],
                within=one["answer_within"] if within is None else within,
                bound=float(asking[0]["bound"]) if asking else None,
                at_start=one["sla_at"] == "start",
                opens=None if opens is None else np.array(opens, dtype=np.float64).reshape(-1, 2),
            )
        )
    return tuple(found)


def clock_of(center: dict[str, Any]) -> Clock:
    """The calendar that the run was simulated on."""
    from datetime import date

    calendar = Calendar(
        start=date.fromisoformat(center["first_day"]),
        days=center["days"],
        interval=center["interval"],
        timezone=center["timezone"],
    )
    return Clock(calendar)


def choose(records: SavedRun, kinds: tuple[Kind, ...], focus: Focus, center: dict[str, Any]) -> list[Choice]:
    """Days on which any of the focus came, the one that falls shortest of the target first: by how many more were not
    answered in time than it allows; without a target, by how many were not.

    Of each day the replication whose service level is the median (of an even number the lower of the two in the
    middle): one that shows what such a day is like, not the most extreme.
    """
    clock = clock_of(center)
    per_day = _per_day(records, kinds, focus, clock, center["warm_up"])
    if not per_day:
        return []
    counted, in_time = (np.array([one[place] for one in per_day.values()]) for place in (0, 1))
    numbers = list(per_day)
    found = []
    for day in range(len(clock.dates)):
        some = np.flatnonzero(counted[:, day] > 0)
        if not len(some):
            continue
        level = in_time[some, day] / counted[some, day]
        order = np.lexsort((some, level))
        middle = order[(len(order) - 1) // 2]
        missed = float((counted[:, day] - in_time[:, day]).mean())
        found.append(
            Choice(day, numbers[some[middle]], float(level[middle]), float(level.min()), float(level.max()), missed)
        )
    allowed = 0.0 if focus.bound is None else 1.0 - focus.bound
    short = counted.mean(axis=0) * (1.0 - allowed) - in_time.mean(axis=0)
    return sorted(found, key=lambda one: (-short[one.day], one.day))


def _per_day(
    records: SavedRun, kinds: tuple[Kind, ...], focus: Focus, clock: Clock, warm_up: float
) -> dict[int, tuple[IntArray, IntArray]]:
    """By replication, of each day the contacts of the focus that count, and those of them answered in time."""
    days = len(clock.dates)
    found: dict[int, tuple[IntArray, IntArray]] = {}
    for frame in records.pieces("contacts", COLUMNS):
        contacts = Contacts.of(frame, kinds)
        rows = np.flatnonzero(np.isin(contacts.kind, focus.kinds) & (contacts.arrived >= warm_up))
        contacts, replication = contacts.at(rows), frame["replication"].to_numpy()[rows]
        judged = judge(contacts, kinds, clock.horizon)
        day = day_of(clock, contacts.arrived)
        for number in np.unique(replication).tolist():
            own = judged.counts & (replication == number)
            both = (np.bincount(day[own & more], minlength=days) for more in (own, judged.in_time))
            counted, in_time = found.get(number, (np.zeros(days, np.int64), np.zeros(days, np.int64)))
            more, timely = both
            found[number] = counted + more, in_time + timely
    return dict(sorted(found.items()))


def day_of(clock: Clock, at: FloatArray) -> IntArray:
    """Days of instants; what lies past the last one counts there, as measures have it."""
    found = np.searchsorted(clock.day_edges, at, side="right") - 1
    return np.clip(found, 0, len(clock.dates) - 1).astype(np.int64)


def _of_service_level(target: dict[str, Any]) -> bool:
    return str(target["measure"]).partition(WITHIN)[0] == SERVICE_LEVEL


def _kinds(target: dict[str, Any], contacts: list[dict[str, Any]]) -> tuple[int, ...]:
    scope, name = target["scope"], target["scope_name"]
    key = {"contact": "name", "channel": "channel"}.get(scope)
    return tuple(place for place, one in enumerate(contacts) if key is None or one[key] == name)
