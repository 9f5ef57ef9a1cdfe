"""Small centers with everything at once, as scenario files would say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generated_behaviour import behaviour
from generated_bookings import appointment, booked, reminder
from generated_center import SEGMENTS, Mapping, World
from generated_contacts import CHANNELS, LIVE, channels, contact, opening
from generated_laws import laws, single
from generated_mornings import Morning, mornings
from generated_staff import CONTACT_RULES, groups, plan, routing
from hypothesis import strategies as st

JOURNEYS, APPOINTMENTS = "journeys", "appointments"
"""What a center may have beside live and deferred contacts."""


@st.composite
def wholes(draw: Any, has: frozenset[str] = frozenset({JOURNEYS, APPOINTMENTS})) -> World:
    """`has`: of JOURNEYS and APPOINTMENTS, what a center may have."""
    kinds = draw(st.lists(st.sampled_from(list(CHANNELS)), min_size=1, max_size=4, unique=True))
    if JOURNEYS in has and not set(kinds) & set(LIVE):
        kinds.append("calls")
    visits = draw(st.sampled_from([["visits"], ["visits", "controls"]])) if APPOINTMENTS in has else []
    names = [*dict.fromkeys(CHANNELS[kind] for kind in kinds), *(f"by_{name}" for name in visits)]
    ways = draw(channels([*names, *["tasks"] * bool(visits)]))
    morning = draw(mornings())
    hours, windows = draw(opening(ways, morning))
    files: dict[str, str] = {}
    contacts: Mapping = {kind: draw(contact(kind, morning, windows[CHANNELS[kind]], files)) for kind in kinds}
    reminders = (
        {f"reminder{i}": draw(reminder()) for i in range(draw(st.sampled_from([0, 1, 2, 2, 3])))} if visits else {}
    )
    appointments = {
        booked(name): draw(appointment(name, morning, windows[f"by_{name}"], reminders, files)) for name in visits
    }
    for name in visits:
        contacts[name] = {"channel": f"by_{name}", "handle_time": draw(laws(500)), "resolution": 0.6}
        contacts[name] |= draw(st.sampled_from([{}, {"patience": "5 min"}, {"priority": 2, "patience": "60 s"}]))
    if any("call" in one.get("unconfirmed", {}) for one in appointments.values()):
        contacts["chasing"] = {"channel": "tasks", "handle_time": draw(single(60)), "resolution": 0.9}
    elif "tasks" in ways:
        del ways["tasks"]
        hours.pop("tasks", None)
    agents = draw(groups([kind for kind in contacts if kind not in visits], morning, files))
    if visits:
        others = draw(st.lists(st.sampled_from([*kinds, *set(contacts) & {"chasing"}]), max_size=3, unique=True))
        agents = draw(hosts([*visits, *others], morning, files)) | agents
        if draw(st.booleans()):
            agents["group0"]["skills"] |= {visits[0]: 1.1}
            appointments[booked(visits[0])]["agents"] = draw(st.sampled_from(["hosts", "hosts", "group0"]))
    scenario: Mapping = {
        "name": "generated",
        "calendar": {
            "start": str(morning.dates[0]),
            "days": len(morning.dates),
            "interval": draw(st.sampled_from(["30 min", "15 min"])),
            "timezone": morning.timezone,
        },
        "opening": hours,
        "currency": "EUR",
        "segments": {segment: {"share": 0.5} for segment in SEGMENTS},
        "channels": ways,
        "contacts": contacts,
        "agents": agents,
        "routing": draw(routing(list(contacts), agents, CONTACT_RULES)),
    }
    if visits:
        scenario["appointments"] = appointments
    if reminders:
        scenario["reminders"] = reminders
    if JOURNEYS in has:
        scenario |= draw(behaviour(kinds, visits, agents, morning))
    return World(scenario, files, draw(st.integers(0, 10_000)), replications=draw(st.sampled_from([1, 1, 1, 2])))


@st.composite
def hosts(draw: Any, skills: Sequence[str], morning: Morning, files: dict[str, str]) -> Mapping:
    return {"hosts": {"skills": dict.fromkeys(skills, 1.0), "cost_per_hour": 40, **draw(plan("hosts", morning, files))}}
