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

SHOWN = 3  # stretches or intervals named one by one


def unstaffed(model: CenterModel, clock: Clock) -> Iterator[str]:
    for k, contact_type in enumerate(model.types):
        groups = sorted(eligible(model, k))
        edges, expected, staff = _demand_and_staff(contact_type, groups, model)
        expected = expected * least_reaching(model, k)
        if not groups or not (expected.any() or k in other_ways(model)):
            continue
        if not staff.any():
            yield f"contacts.{contact_type.name}: nobody who may take it is ever on duty"
        elif model.channels[contact_type.channel].live and (stretches := _stretches(edges, expected, staff == 0)):
            total = sum(contacts for _, _, contacts in stretches)
            where = _named(stretches, clock, contacts_text)
            yield (
                f"contacts.{contact_type.name}: {contacts_text(total)} expected while nobody who may take them is on "
                f"duty: {where}"
            )


def _named(stretches: list[tuple[float, float, float]], clock: Clock, amount: Callable[[float], str]) -> str:
    """Those with most in them, in their order, and how many more there are."""
    named = sorted(sorted(stretches, key=lambda stretch: -stretch[2])[:SHOWN])
    where = ", ".join(
        f"{moment(start, clock)} to {moment(end, clock, start)} ({amount(inside)})" for start, end, inside in named
    )
    rest = len(stretches) - SHOWN
    return where + (f" and {rest} more stretch{'es' if rest > 1 else ''}" if rest > 0 else "")


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


def on_duty_closed(model: CenterModel, clock: Clock) -> Iterator[str]:
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
            yield (
                f"agents.{group.name}: {_agent_hours(idle)} are planned while every channel of its skills is closed: "
                f"{where}"
            )


def _agent_hours(seconds: float) -> str:
    return f"{seconds / 3600.0:,.1f} agent-hours"
