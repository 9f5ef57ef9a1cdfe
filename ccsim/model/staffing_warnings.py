"""When contacts come and nobody is there, and when people are there and nothing is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from ccsim.model.arrivals import expected_contacts
from ccsim.model.center import CenterModel, ContactType, FloatArray
from ccsim.model.describe import contacts_text, moment
from ccsim.model.inflow import least_reaching, other_ways
from ccsim.model.offered_load import eligible, present
from ccsim.model.timeline import agent_seconds
from ccsim.scenario.calendar import Clock
from ccsim.sentences import Sentence

SHOWN = 3  # stretches or intervals named one by one


def unstaffed(model: CenterModel, clock: Clock) -> Iterator[Sentence]:
    for k, contact_type in enumerate(model.types):
        groups = sorted(eligible(model, k))
        edges, expected, staff = _demand_and_staff(contact_type, groups, model)
        expected = expected * least_reaching(model, k)
        if not groups or not (expected.any() or k in other_ways(model)):
            continue
        if not staff.any():
            yield Sentence("nobody_on_duty", name=contact_type.name)
        elif model.channels[contact_type.channel].live and (stretches := _stretches(edges, expected, staff == 0)):
            total = sum(contacts for _, _, contacts in stretches)
            where = _named(stretches, clock, contacts_text)
            yield Sentence("expected_unstaffed", name=contact_type.name, contacts=contacts_text(total), where=where)


def _named(stretches: list[tuple[float, float, float]], clock: Clock, amount: Callable[[float], str]) -> list[Sentence]:
    """Those with most in them, in their order, and how many more there are."""
    named = sorted(sorted(stretches, key=lambda stretch: -stretch[2])[:SHOWN])
    where = [
        Sentence("stretch_with", start=moment(start, clock), end=moment(end, clock, start), amount=amount(inside))
        for start, end, inside in named
    ]
    rest = len(stretches) - SHOWN
    if rest <= 0:
        return where
    return [Sentence("stretches_and_more" if rest > 1 else "stretches_and_one", stretches=where, n=rest)]


def _demand_and_staff(
    contact_type: ContactType, groups: list[int], model: CenterModel
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Edges of the stretches in which neither rate nor staff changes, contacts expected and agents present in each."""
    schedules = [model.scheduled[g] for g in groups]
    stream, timeline = contact_type.arrivals, model.timeline
    if stream.trace is None:
        rate_edges, rate = stream.rate_edges, stream.rate
    else:
        rate_edges = timeline.edges
        rate = expected_contacts(stream, timeline) / np.diff(timeline.edges)
    edges = np.unique(np.concatenate([rate_edges, *(schedule.times for schedule in schedules)]))
    edges = edges[edges <= timeline.horizon]
    starts = edges[:-1]
    expected = rate[np.searchsorted(rate_edges, starts, "right") - 1] * np.diff(edges)
    staff = np.zeros(len(starts))
    for g, schedule in zip(groups, schedules, strict=True):
        staff += present(model, g) * schedule.agents[np.searchsorted(schedule.times, starts, "right") - 1]
    return edges, expected, staff


def _stretches(edges: FloatArray, expected: FloatArray, empty: Iterable[bool]) -> list[tuple[float, float, float]]:
    """(start, end, contacts) where contacts come and nobody is there, adjoining ones made one."""
    found: list[tuple[float, float, float]] = []
    for start, end, contacts, is_empty in zip(edges[:-1], edges[1:], expected, empty, strict=True):
        if is_empty and contacts > 0.0:
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], float(end), found[-1][2] + float(contacts))
            else:
                found.append((float(start), float(end), float(contacts)))
    return found


def on_duty_closed(model: CenterModel, clock: Clock) -> Iterator[Sentence]:
    for g, group in enumerate(model.groups):
        channels = {model.types[k].channel for k in group.types}
        windows = np.concatenate([model.channels[c].open_windows for c in sorted(channels)])
        schedule = model.scheduled[g]
        edges = np.unique(np.concatenate([windows.ravel(), schedule.times, [0.0, model.timeline.horizon]]))
        edges = edges[edges <= model.timeline.horizon]
        starts = edges[:-1, None]
        closed = np.asarray(~((windows[:, 0] <= starts) & (starts < windows[:, 1])).any(axis=1))
        seconds = agent_seconds(schedule, edges)
        idle = float(seconds[closed].sum())
        if idle > 1.0:
            where = _named(_stretches(edges, seconds, closed), clock, _agent_hours)
            yield Sentence("planned_closed", name=group.name, hours=_agent_hours(idle), where=where)


def _agent_hours(seconds: float) -> str:
    return Sentence("agent_hours", n=f"{seconds / 3600.0:,.1f}")
