"""What the report's page embeds of a run's records: days to watch, the worst one first, within what a page may hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ccsim.report.answer import sentence
from ccsim.report.at_risk import Broken
from ccsim.report.replay import day as days
from ccsim.report.replay.choice import Choice, Focus, choose, clock_of, focus_of, kinds_of
from ccsim.report.replay.events import events
from ccsim.report.replay.judging import Kind
from ccsim.report.replay.minutes import minutes
from ccsim.report.replay.recorded import Recorded, recorded
from ccsim.report.replay.sessions import bots
from ccsim.report.series import by_interval, names_of
from ccsim.report.shell import with_changes
from ccsim.report.words import Said, joined, said

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.scenario.calendar import Clock
    from ccsim.study.saved_records import SavedRun

MOST = 250_000
"""Letters that all days may take; one that takes more by itself is told minute by minute."""
MOST_DAYS = 7
PLAYED = ("contacts", "agents", "holds", "appointments", "decisions")
"""Tables of records that are read."""


def replay(
    records: SavedRun | None, measures: pd.DataFrame, summary: dict[str, Any], found: list[Broken]
) -> dict[str, Any] | None:
    """Days of the run for the page to play; None where nothing is recorded or some of it is lost, or nobody came.

    Parameters
    ----------
    records : of the run; None: none were written.
    measures, summary : of the run.
    found : its targets about contacts (`ccsim.report.at_risk.broken`), by which the worst day is chosen.

    Raises
    ------
    NoRecords
        They cannot be read.
    """
    center = summary.get("center", {})
    if records is None or not records.has("contacts") or not records.has("agents") or "channels" not in center:
        return None
    if lost(records):
        return None
    focus = focus_of(found, center)
    kinds = kinds_of(summary, focus)
    clock = clock_of(center)
    chosen = choose(records, kinds, focus, center)
    groups = [one["name"] for one in center["groups"]]
    takers = [[groups.index(name) for name in one["groups"]] for one in center["contacts"]]
    bot_names = names_of(measures, "self_service")
    told: list[dict[str, Any]] = []
    left = MOST
    for choice in chosen[:MOST_DAYS]:
        start, end = clock.day_edges[choice.day : choice.day + 2].tolist()
        until = end + days.OVERTIME if choice.day == len(clock.dates) - 1 else end
        run = recorded(records, choice.replication, kinds, groups, bot_names, clock.horizon, (start, until))
        one = _day(run, choice, kinds, center, clock, measures, left)
        size = size_of(one)
        if told and size > left:
            continue
        left -= size
        told.append(one)
    if not told:
        return None
    worst = told[0]["day"]
    told.sort(key=lambda one: one["day"])
    return {
        "kinds": [
            {
                **{"name": one.name, "channel": one.channel, "live": one.live, "within": one.within},
                **{"bound": one.bound, "wall": one.opens is not None, "groups": those},
            }
            for one, those in zip(kinds, takers, strict=True)
        ],
        "channels": [one["name"] for one in center["channels"]],
        "groups": groups,
        "bots": bot_names,
        "focus": _focus(focus, kinds),
        "replications": summary["provenance"]["replications"],
        "seed": summary["provenance"]["seed"],
        "changes": with_changes(summary["provenance"]["changes"]),
        "interval": center["interval"],
        "days": told,
        "worst": next(place for place, one in enumerate(told) if one["day"] == worst),
        "all_days": len(chosen),
    }


def elsewhere(found: list[Broken], summary: dict[str, Any]) -> Said | None:
    """What is missed where no target on what contacts meet with is: a day to watch shows none of it."""
    missed = [one for one in summary["targets"] if one["verdict"] == "missed"]
    if not missed or any(one.target["verdict"] == "missed" for one in found):
        return None
    asked = joined([sentence(one, summary["currency"], summary.get("center", {})) for one in missed], "; ")
    return said("replay_elsewhere", asked=asked)


def lost(records: SavedRun | None) -> list[str]:
    """Files of records without which nothing is played, though the run wrote them: taken away or changed since."""
    return [] if records is None else records.lost(PLAYED)


def size_of(told: Any) -> int:
    return len(json.dumps(told, separators=(",", ":")))


def _focus(focus: Focus, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    """The contact types that the page looks at first, and what a target asks of them together."""
    within = {kinds[place].within for place in focus.kinds}
    return {
        "kinds": list(focus.kinds),
        "name": focus.name,
        "bound": focus.bound,
        "within": within.pop() if len(within) == 1 else None,
    }


def _day(
    run: Recorded,
    choice: Choice,
    kinds: tuple[Kind, ...],
    center: dict[str, Any],
    clock: Clock,
    measures: pd.DataFrame,
    most: int,
) -> dict[str, Any]:
    start, end = clock.day_edges[choice.day : choice.day + 2].tolist()
    final = choice.day == len(clock.dates) - 1
    span = days.Span.of(run, start, end, final)
    warm_up = float(center["warm_up"])
    queue, replies = days.queue(run, span, warm_up, kinds), days.replies(run, span, warm_up, kinds)
    people = days.people(run, span)
    channels, groups = [one["name"] for one in center["channels"]], [one["name"] for one in center["groups"]]
    when = clock.dates[choice.day]
    told: dict[str, Any] = {"events": events(queue, replies, people, kinds, when.isoformat())}
    if size_of(told) > most:
        told = {"minutes": minutes(queue, replies, people, kinds, channels, len(groups), (span.first, span.last))}
    return {
        "day": choice.day,
        "date": when.isoformat(),
        "weekday": when.weekday(),
        "replication": choice.replication,
        "level": round(choice.level, 4),
        "low": round(choice.low, 4),
        "high": round(choice.high, 4),
        "first": span.first,
        "last": span.last,
        "clock": _wall(clock, start, span.last),
        **told,
        "final": days.finals(run, span, warm_up, kinds),
        "opens": _openings(center, span),
        "planned": _planned(measures, groups, clock, span),
        "bots": bots(run.sessions, len(names_of(measures, "self_service")), span, warm_up),
        "appointments": days.appointments(run, span),
        "diaries": run.appointments,
        "acts": days.acts(run, span),
    }


def _wall(clock: Clock, midnight: float, last: int) -> list[list[int]]:
    """From which second on the wall clock shows how many seconds more: once, and again where clocks change."""
    found: list[list[int]] = []
    for second in range(0, last + 1, 900):
        shows = clock.local(midnight + second)
        ahead = shows.hour * 3600 + shows.minute * 60 + shows.second - second
        ahead += 86400 * (shows.date() - clock.local(midnight).date()).days
        if not found or found[-1][1] != ahead:
            found.append([second, ahead])
    return found


def _openings(center: dict[str, Any], span: days.Span) -> list[list[int]]:
    """When channels open and close that day: `[second, channel, 1 or 0]`."""
    found = []
    for channel, one in enumerate(center["channels"]):
        for opens, closes in one["opens"] or ():
            found += [
                [int(at - span.start), channel, what]
                for at, what in ((opens, 1), (closes, 0))
                if span.start <= at <= span.end
            ]
    return sorted(found)


def _planned(measures: pd.DataFrame, groups: list[str], clock: Clock, span: days.Span) -> list[list[list[float]]]:
    """Agents on the plan of each group: `[second, agents]`, where it changes."""
    at = dict(zip(clock.interval_starts, (clock.interval_edges()[:-1] - span.start).tolist(), strict=True))
    found = []
    for name in groups:
        table = by_interval(measures, "agents_scheduled", "agents", name)
        steps: list[list[float]] = [[0, 0.0]]
        for label, mean in zip(table["interval"], table["mean"], strict=True):
            second = int(at.get(label, -1))
            if 0 <= second < span.end - span.start and round(mean, 2) != steps[-1][1]:
                steps = [*(one for one in steps if one[0] < second), [second, round(float(mean), 2)]]
        found.append(steps)
    return found
