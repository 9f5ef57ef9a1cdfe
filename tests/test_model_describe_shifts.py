"""Shifts and breaks as `validate` lists them."""

from __future__ import annotations

from model_scenarios import HOUR, group, scenario

from ccsim.model import build
from ccsim.model.warnings import describe
from ccsim.scenario.schema import Break, Shift

WEEK = ("mon", "tue", "wed", "thu", "fri")


def test_shifts_stand_below_their_group_with_hours_and_breaks() -> None:
    pauses = {
        "tea": Break(length=900.0, at=10.25 * HOUR),
        "lunch": Break(length=1.5 * HOUR, between=(12 * HOUR, 14 * HOUR), at_most_out=0.25, paid=False),
    }
    shifts = {
        "early": Shift(agents=5, days=WEEK, start=8 * HOUR, end=16.5 * HOUR, breaks=pauses),
        "night": Shift(agents=1, days=("sat", "sun"), start=22 * HOUR, end=30 * HOUR),
    }
    center = scenario(agents={"team": group("calls", shifts=shifts)})
    lines = describe(center, build(center))
    at = next(index for index, line in enumerate(lines) if line.startswith("agents team"))
    assert lines[at + 1 : at + 3] == [
        "  shift early: 5 people, mon-fri 08:00-16:30 (8 h 30 min), tea 15 min at 10:15, paid; "
        "lunch 1 h 30 min starting 12:00-14:00, at most 25 % out, unpaid",
        "  shift night: 1 person, sat, sun 22:00-06:00 next day (8 h), no breaks",
    ]


def test_a_break_of_a_minute_catches_the_eye_and_alike_shifts_of_two_groups_are_both_there() -> None:
    shift = Shift(
        agents=5, days=WEEK, start=8 * HOUR, end=17 * HOUR, breaks={"lunch": Break(length=60.0, at=12 * HOUR)}
    )
    center = scenario(agents={name: group("calls", shifts={"day": shift}) for name in ("one", "other")})
    told = [line for line in describe(center, build(center)) if line.startswith("  shift")]
    assert told == ["  shift day: 5 people, mon-fri 08:00-17:00 (9 h), lunch 1 min at 12:00, paid"] * 2
