"""What was understood of a scenario, in a planner's words and units."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator

import numpy as np

from ccsim.model.arrivals import expected_contacts
from ccsim.model.center import CenterModel, Channel, ContactType, Timeline, WorkLaw
from ccsim.model.contact_types import mean_duration
from ccsim.model.describe_behaviour import describe_behaviour
from ccsim.model.describe_bookings import describe_bookings
from ccsim.model.describe_routing import describe_routing
from ccsim.model.describe_shifts import describe_shifts
from ccsim.model.inflow import other_ways
from ccsim.model.law_text import law_text
from ccsim.model.offered_load import present
from ccsim.model.words import wall_time
from ccsim.scenario.calendar import Clock
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Contact, Scenario
from ccsim.sentences import Sentence, dated


def describe(scenario: Scenario, model: CenterModel) -> list[str]:
    """One line for each thing: horizon, channels, contact types, groups, who takes what, each table as it was read."""
    clock = Clock(scenario.calendar)
    return [
        _horizon(scenario, model.timeline),
        *(_channel(channel, scenario, clock) for channel in model.channels),
        *(_contact_type(k, scenario, model) for k in range(len(model.types))),
        *_groups(scenario, model),
        *describe_routing(scenario, model),
        *describe_bookings(scenario, model),
        *describe_behaviour(scenario, model),
        *dict.fromkeys(scenario.understood),
        *scenario.assumed,
    ]


def moment(elapsed: float, clock: Clock, since: float | None = None) -> str:
    """Local wall time, without the date where it is that of `since`; midnight ends a day as 24:00."""
    day, seconds = clock.wall(elapsed)
    if since is not None:
        same, _ = clock.wall(since)
        if seconds == 0.0 and elapsed > since and clock.wall(elapsed - 1.0)[0] == same:
            return "24:00"
        if day == same:
            return wall_time(seconds)
    return Sentence("moment", day=dated(day), time=wall_time(seconds))


def contacts_text(contacts: float) -> str:
    return Sentence("contacts", n=f"{contacts:,.1f}" if contacts < 100.0 else f"{contacts:,.0f}")


def _horizon(scenario: Scenario, timeline: Timeline) -> str:
    days = len(timeline.dates)
    warm_up = f", warm-up {duration_text(timeline.warm_up)}" if timeline.warm_up else ""
    holidays = sum(day in scenario.calendar.holidays for day in timeline.dates)
    return (
        f"{scenario.name}: {timeline.dates[0]:%a} {timeline.dates[0]} to {timeline.dates[-1]:%a} {timeline.dates[-1]} "
        f"({days} day{'s' if days > 1 else ''}, {holidays} holiday{'' if holidays == 1 else 's'}), "
        f"{scenario.calendar.timezone}, intervals of {duration_text(scenario.calendar.interval)}{warm_up}"
    )


def _channel(channel: Channel, scenario: Scenario, clock: Clock) -> str:
    kind = "appointment" if channel.appointment else "live" if channel.live else "deferred"
    said = [f"channel {channel.name}: {kind}"]
    hours = float(np.diff(channel.open_windows).sum()) / 3600.0
    if channel.never_closes:
        said.append("never closes")
    elif len(channel.open_windows):
        first, last = channel.open_windows[0]
        opened = f"{moment(first, clock)} to {moment(last, clock, first)}"
        windows = len(channel.open_windows)
        said.append(f"open {opened}" if windows == 1 else f"open {hours:,.4g} h in {windows} windows, first {opened}")
    else:
        said.append("never opens")
    if not channel.live:
        said.append(_receives(channel.name, scenario))
    if channel.concurrency > 1:
        said.append(f"up to {channel.concurrency} at a time")
    if channel.lines is not None:
        said.append(f"{channel.lines} lines")
    return ", ".join(said)


def _receives(channel: str, scenario: Scenario) -> str:
    """When deferred contacts come, which need not be when they are answered."""
    own = scenario.opening.channels.get(channel)
    receives = own.receives if own is not None else None
    if receives is not None:
        return "receives around the clock" if receives == "always" else "receives in opening hours"
    of_channel = [contact.arrivals for contact in scenario.contacts.values() if contact.channel == channel]
    sources = [arrivals for arrivals in of_channel if arrivals is not None]
    if not sources:
        return "receives what follows from elsewhere"
    as_written = [arrivals.forecast is not None or arrivals.trace is not None for arrivals in sources]
    if all(as_written):
        return "receives whenever its tables say"
    return "receives in opening hours" + (", or whenever its tables say" if any(as_written) else "")


def _contact_type(k: int, scenario: Scenario, model: CenterModel) -> str:
    contact_type = model.types[k]
    contact = scenario.contacts[contact_type.name]
    expected = expected_contacts(contact_type.arrivals, model.timeline)
    by_day = np.bincount(model.timeline.interval_day, expected, len(model.timeline.dates))
    receiving = by_day[by_day > 0.0]
    work = contact_type.work[0]
    talk, wrap_up = mean_duration(work.talk), mean_duration(work.wrap_up)
    aht = f"AHT {_over_the_day(work)}"
    if contact.handle_time is not None:
        aht += f" (wrap-up included; {law_text(contact.handle_time)})"
    elif contact.talk_time is not None:
        aht += f" (talk {duration_text(talk)}, {law_text(contact.talk_time)}"
        aht += (
            f"; wrap-up {duration_text(wrap_up)}, {law_text(contact.wrap_up)})" if contact.wrap_up else "; no wrap-up)"
        )
    per_day = contacts_text(float(receiving.mean())) if len(receiving) else "no contacts"
    coming = [f"{per_day} a day on {len(receiving)} of {len(by_day)} days"] if contact.arrivals is not None else []
    others = other_ways(model).get(k, [])
    coming += [f"{'more ' if coming else 'comes '}by {', '.join(others)}"] if others else []
    return (
        f"contact {contact_type.name}: {', '.join(coming) or 'no contacts'}, {aht}, "
        f"{_patience(contact_type, contact, model)}answer within {duration_text(contact_type.answer_within)}"
        f"{'' if contact.answer_within is not None else ' (default)'}"
    )


def _over_the_day(work: WorkLaw) -> str:
    """Mean talk and wrap-up; from the shortest to the longest where it goes by time of day."""
    laws = [law for law in (work.talk, work.wrap_up) if law is not None]
    starts = sorted({start for law in laws for start in law.starts.tolist()})
    means = [math.fsum(law.laws[bisect_right(law.starts.tolist(), at) - 1].mean for law in laws) for at in starts]
    low, high = duration_text(min(means)), duration_text(max(means))
    return low if low == high else f"{low} to {high} by time of day"


def _patience(contact_type: ContactType, contact: Contact, model: CenterModel) -> str:
    channel = model.channels[contact_type.channel]
    if channel.appointment or not channel.live:
        return ""
    if contact_type.patience is None or contact.patience is None:
        return "waits for ever, "
    means = [mean_duration(law) for law in contact_type.patience]
    mean = sum(s * m for s, m in zip(contact_type.segment_share, means, strict=True) if s > 0.0)
    if math.isinf(mean):
        return "waits for ever, "
    return f"patience {duration_text(mean)} on average ({law_text(contact.patience)}), "


def _groups(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    for g, group in enumerate(model.groups):
        skills = ", ".join(
            f"{model.types[k].name} {group.aht_ratio[k]:.0%}" if group.aht_ratio[k] != 1.0 else model.types[k].name
            for k in group.types
        )
        hours = float(model.paid_seconds[g].sum()) / 3600.0
        absent = 1.0 - present(model, g)
        absence = f" ({100.0 * absent:.3g} % of them absent on average)" if absent else ""
        peak = int(model.scheduled[g].agents.max())
        yield (
            f"agents {group.name}: {hours:,.4g} agent-hours planned, at most {peak} at work at once, "
            f"{len(group.agents)} people{absence}, skills {skills}"
        )
        yield from describe_shifts(scenario.agents[group.name])
