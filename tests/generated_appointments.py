"""Small diaries with reminders, standby, hosts and their other work, as scenario files would say them."""

from __future__ import annotations

import copy
from typing import Any

from generated_center import DAYS, SEGMENTS, Mapping, World, by_segment, durations, shares, signed, tens, trace
from hypothesis import strategies as st


def booked(contact: str) -> str:
    """The appointment that becomes this contact."""
    return f"{contact}_diary"


@st.composite
def reminder(draw: Any) -> Mapping:
    said: Mapping = {
        "channel": draw(st.sampled_from(["sms", "post"])),
        "before": draw(st.sampled_from(["10 min", "1 h", "20 h", "24 h"])),
        "cost": 0.1,
    }
    for share in ("reach", "open", "remembers", "cancels"):
        said[share] = draw(st.sampled_from([0.3, 0.8, 1.0]))
    if draw(st.booleans()):
        said["send_between"] = "07:00-20:00"
    if draw(st.booleans()):
        said["confirm"] = {"answers": draw(st.sampled_from([0.3, 1.0])), "rebooks": draw(st.sampled_from([0.0, 0.5]))}
    return said


@st.composite
def hosts(draw: Any, skills: list[str]) -> Mapping:
    said: Mapping = {"skills": skills, "cost_per_hour": 40}
    if draw(st.booleans()):
        agents = draw(st.integers(1, 3))
        said["staffing"] = draw(st.sampled_from([agents, [agents, 1], [1, agents]]))
        said["when_staff_falls"] = draw(st.sampled_from(["count", "named"]))
        return said
    said["shifts"] = {}
    for i in range(draw(st.integers(1, 2))):
        starts, ends = draw(st.sampled_from(["07:50", "08:00", "08:20"])), draw(st.sampled_from(["08:40", "09:00"]))
        shift: Mapping = {"agents": draw(st.integers(1, 2)), "days": "mon-fri", "from": starts, "to": ends}
        if draw(st.booleans()):
            at = draw(st.sampled_from(["08:25", "08:30"]))
            shift["breaks"] = {"tea": {"at": at, "for": draw(st.sampled_from(["5 min", "10 min"]))}}
        said["shifts"][f"shift{i}"] = shift
    return said


@st.composite
def appointment(draw: Any, name: str, reminders: Mapping) -> Mapping:
    minutes = draw(st.sampled_from([5, 10, 20]))
    said: Mapping = {
        "contact": name,
        "agents": "hosts",
        "slot": f"{minutes} min",
        "requests": {"rate": f"{draw(st.sampled_from([2, 6, 15]))} per h"},
        "lead_time": draw(st.sampled_from(["0 s", "1 d", {"exponential": {"mean": "10 h"}}])),
        "horizon": draw(st.sampled_from(["1 d", "2 d"])),
        "punctuality": draw(signed(600)),
        "grace": draw(st.sampled_from(["0 s", "5 min", "10 min"])),
        "protect_before": draw(st.sampled_from(["0 s", "3 min", "10 min"])),
        "overbooking": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "standby": draw(st.booleans()),
    }
    if draw(st.integers(0, 3)):
        said["no_show"] = {
            "by_lead": {"0 d": draw(shares), "1 d": draw(shares)},
            "segments": {SEGMENTS[0]: 1.5},
            "missed_before": 2.0,
            "day_cv": draw(st.sampled_from([0.0, 0.5])),
        }
    if draw(st.booleans()):
        said["cancellation"] = {"share": draw(by_segment(shares)), "before": draw(durations(7200))}
    if draw(st.booleans()):
        times = draw(st.lists(st.integers(0, 60 // minutes - 1), min_size=1, max_size=4, unique=True))
        said["diary"] = f"{name}.csv"
        said["dates"] = "iso"
        said["_rows"] = [(draw(st.integers(2, 1 + DAYS)), minutes * t, draw(st.integers(1, 2))) for t in sorted(times)]
    chosen = draw(st.lists(st.sampled_from(sorted(reminders)), max_size=2, unique=True)) if reminders else []
    if chosen:
        said["reminders"] = chosen
        asks = [one for one in chosen if "confirm" in reminders[one] and reminders[one]["before"] != "10 min"]
        if asks and draw(st.booleans()):
            said["unconfirmed"] = {"at": "10 min"} | draw(st.sampled_from([{"release": True}, {"call": "chasing"}]))
    return said


@st.composite
def journeys(draw: Any, names: list[str]) -> Mapping:
    moves: Mapping = {"most_attempts": draw(st.integers(1, 4))}
    for kind in [*names, "calls"]:
        outcomes = ["unresolved", "abandoned"] + ["no_show", "late_no_show", "cancelled", "not_booked"] * (
            kind in names
        )
        said: Mapping = {}
        for outcome in draw(st.lists(st.sampled_from(outcomes), max_size=3, unique=True)):
            where = draw(st.sampled_from([{"book": booked(name)} for name in names] + [{"to": "calls"}]))
            said[outcome] = [
                {**where, "probability": draw(st.sampled_from([0.4, 1.0])), "after": draw(durations(4000))}
            ]
        if said:
            moves[kind] = said
    return moves


@st.composite
def worlds(draw: Any) -> World:
    names = draw(st.sampled_from([["visits"], ["visits", "controls"]]))
    reminders = {f"reminder{i}": draw(reminder()) for i in range(draw(st.integers(0, 3)))}
    appointments = {booked(name): draw(appointment(name, reminders)) for name in names}
    work = {"handle_time": {"exponential": {"mean": "6 min"}}, "resolution": 0.6}
    contacts: Mapping = {name: {"channel": f"by_{name}", **work} for name in names}
    for name in names:
        contacts[name] |= draw(st.sampled_from([{}, {"patience": "5 min"}]))
    contacts["calls"] = {"channel": "voice", "arrivals": {"trace": "calls.csv"}, "patience": draw(durations(400))}
    contacts["calls"] |= {"talk_time": draw(durations(300)), "priority": draw(st.integers(1, 2)), "resolution": 0.5}
    calls_are_made = any("call" in one.get("unconfirmed", {}) for one in appointments.values())
    if calls_are_made:
        contacts["chasing"] = {"channel": "tasks", "handle_time": "2 min", "resolution": 0.6}
    contacts["mails"] = {"channel": "tasks", "handle_time": "4 min", "arrivals": {"trace": "mails.csv"}}
    at_close = draw(st.sampled_from(["serve", "serve", "drop"]))
    scenario: Mapping = {
        "name": "generated",
        "calendar": {"start": "2026-03-02", "days": DAYS, "interval": "30 min"},
        "opening": {"default": {"mon-fri": "08:00-09:00"}, "at_close": at_close},
        "currency": "EUR",
        "segments": {segment: {"share": 0.5} for segment in SEGMENTS},
        "channels": {f"by_{name}": {"kind": "appointment"} for name in names}
        | {
            "voice": {"kind": "live", "concurrency": draw(st.sampled_from([1, 1, 2]))},
            "tasks": {"kind": "deferred", "interruptible": draw(st.booleans())},
        },
        "contacts": contacts,
        "agents": {
            "hosts": draw(hosts([*names, "calls", *["chasing"] * calls_are_made, "mails"])),
            "others": {"skills": [names[0], "calls"], "staffing": draw(st.integers(0, 1)), "cost_per_hour": 20},
        },
        "routing": {
            "agent_rule": draw(st.sampled_from(["longest_idle", "least_occupied", "fastest", "random"])),
            "contact_rule": draw(st.sampled_from(["priority", "priority", "longest_wait", "earliest_deadline"])),
        },
        "appointments": appointments,
        "journeys": draw(journeys(names)),
    }
    if reminders:
        scenario["reminders"] = reminders
    if draw(st.integers(0, 2)) == 0:
        scenario["self_service"] = {
            "assistant": {
                "fronts": [booked(names[0])],
                "time": draw(durations(120)),
                "containment": 0.3,
                "gives_up": 0.1,
                "false_containment": 0.5,
                "returns": {"to": "calls", "after": draw(tens(4000))},
            }
        }
    files = {"calls.csv": draw(trace()), "mails.csv": draw(trace())}
    for said in appointments.values():
        if "diary" in said:
            lines = [
                f"2026-03-{day:02d} 08:{minute:02d},{places},{draw(st.integers(0, 2))}"
                for day, minute, places in said.pop("_rows")
            ]
            files[said["diary"]] = "\n".join(["slot,places,lead_time", *lines]) + "\n"
    return World(scenario, files, draw(st.integers(0, 10_000)))


def changed(world: World, **terms: Any) -> World:
    """The same with other terms of all its appointments; None takes one away, and calls about places with it."""
    said = copy.deepcopy(world.scenario)
    for one in said["appointments"].values():
        one.update(terms)
        for key in [key for key, value in terms.items() if value is None]:
            one.pop(key, None)
    if "unconfirmed" in terms and "chasing" in said["contacts"]:
        del said["contacts"]["chasing"]
        said["agents"]["hosts"]["skills"].remove("chasing")
    return world.but(**said)
