"""Small scenarios as records, with what a test is about in sight and sensible values for the rest."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from ccsim.scenario.schema import (
    AgentGroup,
    Arrivals,
    Calendar,
    Channel,
    Contact,
    Distribution,
    Hours,
    Opening,
    Scenario,
    Skill,
    Weekday,
)
from ccsim.scenario.schema_bookings import Appointment

HOUR = 3600.0
WEEKDAYS = get_args(Weekday)


def law(family: str, at_most: float | None = None, **parameters: Any) -> Distribution:
    return Distribution(family=family, parameters=parameters, at_most=at_most)


def hours(start: float, end: float, days: tuple[str, ...] = WEEKDAYS, **more: Any) -> Hours:
    return Hours.model_validate({"by_weekday": dict.fromkeys(days, ((start * HOUR, end * HOUR),)), **more})


def calendar(start: date = date(2026, 3, 2), days: int = 1, **more: Any) -> Calendar:
    return Calendar(start=start, days=days, **more)


def contact(channel: str = "voice", **more: Any) -> Contact:
    given: dict[str, Any] = {
        "arrivals": Arrivals(rate=((0.0, 0.01),)),
        "handle_time": law("exponential", mean=300.0),
        "patience": law("exponential", mean=120.0),
    }
    if "talk_time" in more:
        del given["handle_time"]
    return Contact(channel=channel, **{**given, **more})


def group(*skills: str, **more: Any) -> AgentGroup:
    given: dict[str, Any] = {"skills": {skill: Skill() for skill in skills}}
    if "shifts" not in more:
        given["staffing"] = 5
    return AgentGroup(**{**given, **more})


def scenario(**more: Any) -> Scenario:
    """One day, voice open 08:00-20:00, five agents; whatever is given takes the place."""
    given: dict[str, Any] = {
        "name": "small",
        "calendar": calendar(),
        "opening": Opening(default=hours(8, 20)),
        "channels": {"voice": Channel(kind="live")},
        "contacts": {"calls": contact()},
        "agents": {"team": group("calls")},
    }
    return Scenario(**{**given, **more})


OF_APPOINTMENT = set(Appointment.model_fields) - {"contact", "agents", "slot", "horizon", "reminders"}


def clinic(slot: float = 1800.0, horizon: float = 86_400.0, **more: Any) -> Scenario:
    """Video appointments of half an hour, hosted by three people, bookable a day ahead; open 09:00-12:00.

    What names a field of the appointment goes there, the rest to the scenario; it has all the scenario's reminders.
    """
    of_appointment = {name: more.pop(name) for name in (*more,) if name in OF_APPOINTMENT}
    reminders = more.get("reminders", {})
    booking = Appointment(
        contact="video_visit", agents="hosts", slot=slot, horizon=horizon, reminders=tuple(reminders), **of_appointment
    )
    given: dict[str, Any] = {
        "opening": Opening(default=hours(9, 12)),
        "channels": {"video": Channel(kind="appointment"), "voice": Channel(kind="live")},
        "contacts": {
            "video_visit": contact("video", arrivals=None, patience=None),
            "calls": contact(),
        },
        "agents": {"hosts": group("video_visit", staffing=3), "team": group("calls")},
        "appointments": {"visit": booking},
    }
    return scenario(**{**given, **more})
