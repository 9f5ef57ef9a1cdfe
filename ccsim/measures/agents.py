"""Agents by clock time: busy, on duty, overtime, and what of it was planned."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import AgentLog, ContactLog, Presence
from ccsim.measures.clock import alone, spread, staffed_seconds
from ccsim.model.center import CenterModel, FloatArray, IntArray


def scheduled(model: CenterModel, edges: FloatArray) -> FloatArray:
    """Agent-seconds on the plan, planned breaks apart, after the warm-up: (groups, cells between the edges)."""
    timeline = model.timeline
    at = np.clip(edges, timeline.warm_up, timeline.horizon)
    if not model.scheduled:
        return np.zeros((0, len(at) - 1))
    return np.array([np.diff(staffed_seconds(schedule, at)) for schedule in model.scheduled])


def agent_time(
    model: CenterModel, contacts: ContactLog, log: AgentLog, end: float, plan: FloatArray
) -> dict[str, FloatArray]:
    """Tallies (groups, intervals + 1) in seconds: busy, busy_live, load, duty, overtime, idle, scheduled.

    `busy` is time with at least one contact, whatever the number; `load` is the sum of contacts' places over the
    agent's capacity. `duty` is time on duty, breaks apart, overtime included. `plan` is what `scheduled` gives, `end`
    the last instant of the run.
    """
    groups, warm_up = len(model.groups), model.timeline.warm_up
    edges = np.append(model.timeline.edges, max(end, model.timeline.horizon) + 1.0)  # the last cell: after the horizon
    group_of = np.array([agent.group for agent in model.agents], dtype=np.int64)

    def by_group(agent: IntArray, start: FloatArray, end: FloatArray, weight: FloatArray | None = None) -> FloatArray:
        return spread(np.maximum(start, warm_up), end, group_of[agent], groups, edges, weight)

    def present(state: Presence) -> FloatArray:
        of = log.state == state
        return by_group(log.agent[of], log.start[of], log.end[of])

    live_type = np.array([model.channels[kind.channel].live for kind in model.types], dtype=np.bool_)
    live = live_type[contacts.type[log.work_contact]]
    busy = by_group(*alone(log.work_agent, log.work_start, log.work_end))
    busy_live = busy if live.all() else by_group(*alone(log.work_agent[live], log.work_start[live], log.work_end[live]))
    places = by_group(log.work_agent, log.work_start, log.work_end, log.work_load.astype(np.float64))
    capacity = np.array([group.capacity for group in model.groups], dtype=np.float64)
    overtime = present(Presence.OVERTIME)
    duty = present(Presence.ON_DUTY) + overtime
    return {
        "busy": busy,
        "busy_live": busy_live,
        "load": places / capacity[:, None],
        "duty": duty,
        "overtime": overtime,
        "idle": duty - busy,
        "scheduled": np.concatenate((plan, np.zeros((groups, 1))), axis=1),
    }
