"""Agents by clock time: busy, on duty, overtime, and what of it was planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.engine.logs import Presence
from ccsim.measures.clock import TimeAxis, alone, spread, staffed_seconds
from ccsim.measures.joined import Joined
from ccsim.measures.waits import OpenTime
from ccsim.model.center import CenterModel, FloatArray, IntArray


def scheduled(model: CenterModel, edges: FloatArray) -> FloatArray:
    """Agent-seconds on the plan, planned breaks apart, after the warm-up: (groups, cells between the edges)."""
    timeline = model.timeline
    at = np.clip(edges, timeline.warm_up, timeline.horizon)
    if not model.scheduled:
        return np.zeros((0, len(at) - 1))
    return np.array([np.diff(staffed_seconds(schedule, at)) for schedule in model.scheduled])


@dataclass(frozen=True)
class AgentTime:
    """Seconds with contacts, each (replications, groups, intervals + 1), the last one past the horizon."""

    busy: FloatArray  # with at least one contact, whatever the number
    busy_live: FloatArray  # with at least one live one
    places: FloatArray  # the sum of contacts' places


class AgentClock:
    """Lays agents' time on the intervals of a model, one cell more for the time after the horizon.

    The first axis of what it gives is the replication.
    """

    def __init__(self, model: CenterModel, opening: OpenTime) -> None:
        self._model = model
        self._opening = opening
        self.of_opening = TimeAxis(opening.edges, beyond=True)
        self.of_intervals = TimeAxis(model.timeline.edges, beyond=True)
        self._plan = np.concatenate((scheduled(model, model.timeline.edges), np.zeros((len(model.groups), 1))), axis=1)
        self.group_of = np.array([agent.group for agent in model.agents], dtype=np.int64)
        self.capacity = np.array([group.capacity for group in model.groups], dtype=np.float64)
        self.live = np.array([model.channels[kind.channel].live for kind in model.types], dtype=np.bool_)

    def presence(self, logs: Joined) -> FloatArray:
        """Seconds in each state, (..., groups, states, cells of the opening and the time after the horizon)."""
        log, states = logs.agents, len(Presence)
        groups = len(logs.ends) * len(self._model.groups)
        key = self._group(log.agent, logs.of_presence) * states + log.state
        time = self._spread(log.start, log.end, key, groups * states, self.of_opening)
        return time.reshape(len(logs.ends), len(self._model.groups), states, -1)

    def time(self, logs: Joined) -> AgentTime:
        """Time with contacts."""
        log = logs.agents
        worked = self._worked(logs, slice(None))
        busy = self._busy(logs, slice(None), worked)
        busy_live = busy
        if not self.live.all():
            rows = np.flatnonzero(self.live[logs.contacts.type[log.work_contact]])
            busy_live = self._busy(logs, rows, self._worked(logs, rows))
        places = worked
        if (log.work_load != 1).any():
            places = self._worked(logs, slice(None), log.work_load.astype(np.float64))
        return AgentTime(busy, busy_live, places)

    def tallies(self, time: AgentTime, presence: FloatArray) -> dict[str, FloatArray]:
        """Tallies (..., groups, intervals + 1) in seconds: busy, busy_live, load, duty, overtime, idle, scheduled.

        `load` is the sum of contacts' places over the agent's capacity. `duty` is time on duty, breaks apart, overtime
        included.
        """
        state = np.concatenate((self._opening.by_interval(presence[..., :-1]), presence[..., -1:]), axis=-1)
        overtime = state[..., Presence.OVERTIME, :]
        duty = state[..., Presence.ON_DUTY, :] + overtime
        return {
            "busy": time.busy,
            "busy_live": time.busy_live,
            "load": time.places / self.capacity[:, None],
            "duty": duty,
            "overtime": overtime,
            "idle": duty - time.busy,
            "scheduled": self._plan[None].repeat(len(presence), axis=0),
        }

    def _worked(self, logs: Joined, rows: slice | IntArray, weight: FloatArray | None = None) -> FloatArray:
        """Time with contacts, each contact's added."""
        log = logs.agents
        return self._by_group(
            log.work_agent[rows], logs.of_work[rows], log.work_start[rows], log.work_end[rows], len(logs.ends), weight
        )

    def _busy(self, logs: Joined, rows: slice | IntArray, worked: FloatArray) -> FloatArray:
        """Time with at least one contact; it is what they `worked` where agents have one contact at a time."""
        several = self.capacity > 1
        if not several.any():
            return worked
        log, replications = logs.agents, len(logs.ends)
        agent, start, until, replication = (
            log.work_agent[rows],
            log.work_start[rows],
            log.work_end[rows],
            logs.of_work[rows],
        )
        of = several[self.group_of[agent]]
        agent, start, until, replication = agent[of], start[of], until[of], replication[of]
        ends = np.searchsorted(replication, np.arange(replications), side="right").tolist()
        for begin, end in zip([0, *ends], ends, strict=False):
            own = slice(begin, end)
            agent[own], start[own], until[own] = alone(agent[own], start[own], until[own])
        time = self._by_group(agent, replication, start, until, replications)
        return np.where(several[:, None], time, worked)

    def _group(self, agent: IntArray, replication: IntArray) -> IntArray:
        """Number of each agent's group among those of all replications."""
        return self.group_of.take(agent) + replication * len(self._model.groups)

    def _by_group(
        self,
        agent: IntArray,
        replication: IntArray,
        start: FloatArray,
        until: FloatArray,
        replications: int,
        weight: FloatArray | None = None,
    ) -> FloatArray:
        """Agents' stretches of work: (replications, groups, intervals + 1)."""
        groups, key = len(self._model.groups), self._group(agent, replication)
        time = self._spread(start, until, key, replications * groups, self.of_intervals, weight)
        return time.reshape(replications, groups, -1)

    def _spread(
        self,
        start: FloatArray,
        until: FloatArray,
        key: IntArray,
        keys: int,
        axis: TimeAxis,
        weight: FloatArray | None = None,
    ) -> FloatArray:
        """Over the cells of an axis; the warm-up is left out."""
        warm_up = self._model.timeline.warm_up
        start = np.maximum(start, warm_up) if warm_up > 0 else start
        return spread(start, until, key, keys, axis, weight)
