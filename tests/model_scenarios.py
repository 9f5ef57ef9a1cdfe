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
