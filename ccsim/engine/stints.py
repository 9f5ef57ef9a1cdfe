"""Plans as they will be worked: what absence, late logins and the horizon make of duties and schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel, Schedule
    from ccsim.workload.workload import Workload


class Stint:
    """One stretch of duty as it will be worked today: the plan after absence, late login and the horizon."""

    __slots__ = ("breaks", "off", "on")

    def __init__(self, on: float, off: float, breaks: list[tuple[float, float]]) -> None:
        self.on = on
        self.off = off
        self.breaks = breaks  # (due, length), ascending


def make_stints(model: CenterModel, workload: Workload, agent: int) -> list[Stint]:
    """An agent's duties but for days of absence; lateness shifts the start; nobody's plan goes past the horizon.

    Breaks due before he logs in are dropped. Duties that meet are one: he is on throughout.
    """
    stints: list[Stint] = []
    for duty in model.agents[agent].duties:
        on = duty.on + float(workload.late_login[agent, duty.day])
        off = min(duty.off, model.timeline.horizon)
        if on < off and not workload.absent[agent, duty.day]:
            breaks = sorted((pause.due, pause.length) for pause in duty.breaks if on <= pause.due < off)
            if stints and stints[-1].off == on:
                stints[-1].off = off
                stints[-1].breaks += breaks
            else:
                stints.append(Stint(on, off, breaks))
    return stints


def position_steps(schedule: Schedule, horizon: float) -> list[tuple[float, int]]:
    """(time, positions from then on) of a counted group, none after the horizon."""
    steps = [
        (time, agents)
        for time, agents in zip(schedule.times.tolist(), schedule.agents.tolist(), strict=True)
        if time < horizon
    ]
    return [*steps, (horizon, 0)]
