"""Who is on duty when: agents, schedules, breaks on their lanes, planned and paid time.

- `staffing: N` puts N agents on duty while any channel of the group's skills is open; rows are taken as written and
  nobody is on duty outside them.
- A shift of a day belongs to that day even where it runs into the next one; one that starts on the last day may run
  past the horizon, one of the day before the first is not there. By wall time: a night shift over a change of clocks
  is an hour shorter or longer.
- On a holiday, or a date with opening hours of its own, people do not work when every channel of their skills is
  closed all day and during their shift.
- A break's time of day means the first such moment at or after the shift's start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from ccsim.distributions import Law, make_law
from ccsim.model.center import Agent, Break, Duty, FloatArray, Schedule, Timeline
from ccsim.model.channels import opening_hours
from ccsim.model.grid import on_grid
from ccsim.model.groups import is_counted
from ccsim.model.timeline import agent_seconds, make_schedule
from ccsim.scenario.break_windows import lanes, starts_in_turn
from ccsim.scenario.calendar import Clock, Window, merged
from ccsim.scenario.schema import DAY, AgentGroup, Distribution, Scenario, Shift, StaffingRow
from ccsim.scenario.schema import Break as BreakAsWritten

_Plan = tuple[tuple[int, tuple[float, ...]], ...]  # by people there: when one's breaks begin


@dataclass(frozen=True)
class Roster:
    """One group's people and plan."""

    agents: tuple[Agent, ...]
    schedule: Schedule | None  # of a counted group
    scheduled: Schedule
    paid_seconds: FloatArray  # (days,)


def make_roster(name: str, index: int, scenario: Scenario, clock: Clock, timeline: Timeline) -> Roster:
    group = scenario.agents[name]
    if group.shifts is not None:
        return _of_duties(_on_shifts(name, index, scenario, clock), timeline)
    if group.staffing is None:
        raise ValueError(f"agents.{name}: needs staffing or shifts")
    schedule = _positions(group.staffing, _opening(group, scenario, clock))
    count = int(schedule.agents.max())
    if is_counted(group):
        agents = tuple(_agent(f"{name}.{i + 1:02d}", index, i, (), group) for i in range(count))
        scheduled = make_schedule(_steps(schedule), timeline.horizon)
        return Roster(agents, schedule, scheduled, agent_seconds(scheduled, timeline.day_edges))
    agents = tuple(
        _agent(f"{name}.{i + 1:02d}", index, i, _stretches(schedule, i, timeline), group) for i in range(count)
    )
    return _of_duties(agents, timeline)


def planned_breaks(duty: Duty) -> Iterator[tuple[float, float, bool]]:
    """(start, end, paid) of each break of a duty that goes by plan.

    Those that overlap follow each other, each in its full length; one that would start after the end is dropped.
    """
    free = duty.on
    for pause in duty.breaks:
        start = max(pause.due, free)
        if start >= duty.off:
            return
        free = start + pause.length
        yield start, min(free, duty.off), pause.paid


def _of_duties(agents: tuple[Agent, ...], timeline: Timeline) -> Roster:
    """Plan of named agents, clipped to the horizon: a paid break is paid though nobody is at work."""
    at_work: list[tuple[float, int]] = []
    paid: list[tuple[float, int]] = []
    people = Counter(id(agent.duties) for agent in agents)  # those on the same plan are counted at once
    for duties in {id(agent.duties): agent.duties for agent in agents}.values():
        n = people[id(duties)]
        for duty in duties:
            for steps in (at_work, paid):
                steps += [(duty.on, n), (duty.off, -n)]
            for start, end, is_paid in planned_breaks(duty):
                at_work += [(start, -n), (end, n)]
                if not is_paid:
                    paid += [(start, -n), (end, n)]
    scheduled = make_schedule(at_work, timeline.horizon)
    paid_seconds = agent_seconds(make_schedule(paid, timeline.horizon), timeline.day_edges)
    return Roster(agents, None, scheduled, paid_seconds)


def _agent(
    name: str, group_index: int, index: int, duties: tuple[Duty, ...], group: AgentGroup, late: Law | None = None
) -> Agent:
    return Agent(
        name=name,
        group=group_index,
        index=index,
        duties=duties,
        absence=group.absence.share if group.absence else 0.0,
        absence_day_cv=group.absence.day_cv if group.absence else 0.0,
        late_login=late,
    )


# --- positions ------------------------------------------------------------------------------------------------------


def _opening(group: AgentGroup, scenario: Scenario, clock: Clock) -> list[Window]:
    """When any channel of the group's skills is open."""
    channels = {scenario.contacts[skill].channel for skill in group.skills}
    return merged(window for channel in channels for window in clock.windows(opening_hours(scenario, channel)))


def _positions(staffing: int | tuple[StaffingRow, ...], opening: list[Window]) -> Schedule:
    if isinstance(staffing, int):
        rows = [(start, end, staffing) for start, end in opening]
    else:
        rows = [(row.start, row.end, row.agents) for row in staffing]
    return make_schedule(
        change for start, end, agents in rows for change in ((on_grid(start), agents), (on_grid(end), -agents))
    )


def _steps(schedule: Schedule) -> list[tuple[float, int]]:
    changes = np.diff(schedule.agents, prepend=0)
    return list(zip(schedule.times.tolist(), changes.tolist(), strict=True))


def _stretches(schedule: Schedule, i: int, timeline: Timeline) -> tuple[Duty, ...]:
    """Maximal stretches in which more than `i` agents are planned."""
    duties: list[Duty] = []
    on: float | None = None
    for at, agents in zip(schedule.times.tolist(), schedule.agents.tolist(), strict=True):
        if agents > i and on is None:
            on = at
        elif agents <= i and on is not None:
            day = int(np.searchsorted(timeline.day_edges, on, "right")) - 1
            duties.append(Duty(on, at, day, ()))
            on = None
    return tuple(duties)


# --- shifts ---------------------------------------------------------------------------------------------------------


def _on_shifts(name: str, index: int, scenario: Scenario, clock: Clock) -> tuple[Agent, ...]:
    group = scenario.agents[name]
    late = _late_login(group.late_login)
    agents: list[Agent] = []
    for shift_name, shift in (group.shifts or {}).items():
        days = [(d, day) for d, day in enumerate(clock.dates) if _works(shift, day, group, scenario, clock)]
        sizes = sorted({shift.people(day) for _, day in days})
        alike: dict[_Plan, tuple[Duty, ...]] = {}  # people who work on the same days and take their breaks then
        for j in range(max([shift.agents, *sizes])):
            plan = tuple((size, _break_starts(shift, j, size)) for size in sizes if j < size)
            if plan not in alike:
                starts = dict(plan)
                alike[plan] = tuple(
                    _duty(shift, starts[shift.people(day)], d, day, clock)
                    for d, day in days
                    if shift.people(day) in starts
                )
            agents.append(_agent(f"{name}.{shift_name}.{j + 1:02d}", index, len(agents), alike[plan], group, late))
    return tuple(agents)


def _break_starts(shift: Shift, j: int, people: int) -> tuple[float, ...]:
    return tuple(break_start(pause, shift, j, people) for pause in shift.breaks.values())


def _late_login(late: float | Distribution) -> Law | None:
    if isinstance(late, Distribution):
        return make_law(late)
    return make_law(Distribution(family="constant", parameters={"value": late})) if late else None


def _works(shift: Shift, day: date, group: AgentGroup, scenario: Scenario, clock: Clock) -> bool:
    if clock.weekday(day) not in shift.days:
        return False
    hours = [
        opening_hours(scenario, channel) for channel in {scenario.contacts[skill].channel for skill in group.skills}
    ]
    if not (clock.is_holiday(day) or any(h is not None and day in h.dates for h in hours)):
        return True
    first, last = clock.elapsed(day, 0.0), max(clock.elapsed(day, DAY), clock.elapsed(day, shift.end))
    return any(start < last and end > first for start, end in _opening(group, scenario, clock))


def _duty(shift: Shift, starts: tuple[float, ...], d: int, day: date, clock: Clock) -> Duty:
    breaks = [
        Break(due=on_grid(clock.elapsed(day, start)), length=on_grid(pause.length), paid=pause.paid)
        for start, pause in zip(starts, shift.breaks.values(), strict=True)
    ]
    return Duty(
        on=on_grid(clock.elapsed(day, shift.start)),
        off=on_grid(clock.elapsed(day, shift.end)),
        day=d,
        breaks=tuple(sorted(breaks, key=lambda pause: pause.due)),
    )


def break_start(pause: BreakAsWritten, shift: Shift, j: int, people: int) -> float:
    """When the j-th (from 0) of a day's people is due for a break: seconds after local midnight of the shift's day.

    In a window, breaks are laid end to end in lanes (see `ccsim.scenario.break_windows`). Agents fill the lanes in
    turn, so the j-th starts j // lanes lengths late.
    """
    if pause.between is None:
        if pause.at is None:
            raise ValueError("a break needs `at` or `between`")
        return pause.at if pause.at >= shift.start else pause.at + DAY
    start, end = pause.between
    if end <= start:
        end += DAY
    if start < shift.start:
        start, end = start + DAY, end + DAY
    in_turn = starts_in_turn(start, end, pause.length, shift.end)
    return start + (j // lanes(people, pause.at_most_out, in_turn)) * pause.length
