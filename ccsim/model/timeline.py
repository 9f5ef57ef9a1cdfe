"""Days and intervals of the horizon on the time grid, and sums over stretches of time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ccsim.model.center import FloatArray, Schedule, Timeline
from ccsim.model.grid import on_grid
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import Calendar


def make_timeline(clock: Clock) -> Timeline:
    return Timeline(
        horizon=on_grid(clock.horizon),
        warm_up=on_grid(clock.calendar.warm_up),
        edges=on_grid(clock.interval_edges()),
        interval_day=clock.interval_day,
        interval_start=clock.interval_starts,
        time_of_day=clock.time_of_day,
        day_edges=on_grid(clock.day_edges),
        dates=clock.dates,
        timezone=clock.calendar.timezone,
    )


def time_of_day(timeline: Timeline, instants: FloatArray) -> FloatArray:
    """Seconds after local midnight on the wall clock at elapsed seconds, inside the scenario's days or outside."""
    clock = Clock(Calendar(start=timeline.dates[0], timezone=timeline.timezone))
    return np.array([clock.wall(at)[1] for at in instants.tolist()], np.float64)


def make_schedule(changes: Iterable[tuple[float, int]], horizon: float | None = None) -> Schedule:
    """Steps from (instant, agents more or fewer) in any order; equal neighbours merged, from 0 on.

    What happens after `horizon` is cut off: nobody is counted beyond it.
    """
    by_time: dict[float, int] = {0.0: 0}
    for instant, change in changes:
        at = instant if horizon is None else min(instant, horizon)
        by_time[at] = by_time.get(at, 0) + change
    times, agents, present = [0.0], [by_time[0.0]], by_time[0.0]
    for at in sorted(by_time)[1:]:
        if by_time[at]:
            present += by_time[at]
            times.append(at)
            agents.append(present)
    return Schedule(np.array(times), np.array(agents, np.int64))


def agent_seconds(schedule: Schedule, edges: FloatArray) -> FloatArray:
    """Agent-seconds of a schedule in each [edges[i], edges[i + 1]); its last step goes on beyond the last edge."""
    since = np.concatenate([[0.0], np.cumsum(schedule.agents[:-1] * np.diff(schedule.times))])
    step = np.searchsorted(schedule.times, edges, "right") - 1
    total = since[step] + schedule.agents[step] * (edges - schedule.times[step])
    return np.diff(total)
