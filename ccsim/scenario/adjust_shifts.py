"""The people of a shift changed on some of its days: it is the same people, of whom some stay at home or more come."""

from __future__ import annotations

from datetime import date

from ccsim.scenario.adjust_staffing import changed_agents, same_agents
from ccsim.scenario.change import Change
from ccsim.scenario.clock_times import weekdays_text
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.schema import Weekday
from ccsim.sentences import Sentence, dated


def adjusted_people(agents: int, days: tuple[Weekday, ...], path: str, reader: Reader) -> tuple[int, dict[date, int]]:
    """People of a shift that starts on `days`, and those of dates on which there are others.

    `path` is that of the number, for which changes wait; Refused where one cannot be made.
    """
    changes = reader.adjustments.at(path)
    if not changes:
        return agents, {}
    if reader.clock is None:
        raise Refused
    people = {day: agents for day in reader.clock.dates if reader.clock.weekday(day) in days}
    for change in changes:
        try:
            named = people if change.when is None else change.when.days(reader.clock)
        except ValueError as error:
            raise reader.refuse(change.place, path, str(error)) from None
        touched = [day for day in named if day in people]
        if not touched and change.when is not None:
            _nobody(change, days, path, reader)
            continue
        before = dict(people)
        usual = agents
        for day in touched:
            people[day] = changed_agents(people[day], change, path, reader, Sentence("on_day", day=dated(day), at=""))
        if change.when is None:
            agents = changed_agents(agents, change, path, reader, "")
        was = max((before[day] for day in touched), default=usual)
        reader.adjustments.made(change, path, (people, agents) != (before, usual), same_agents(was, change))
    if people and agents not in people.values():
        agents = max(people.values())
    return agents, {day: there for day, there in people.items() if there != agents}


def _nobody(change: Change, days: tuple[Weekday, ...], path: str, reader: Reader) -> None:
    """Of some shifts it is so that nobody starts then, of all (or the one that is named) it is a fault."""
    assert change.when is not None
    why = f"nobody starts this shift on {change.when.days_text}: it is on {weekdays_text(days)}"
    if "*" not in change.path:
        raise reader.refuse(change.place, path, why)
    reader.adjustments.made(change, path, False, why)
