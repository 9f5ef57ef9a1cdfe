"""Agents at work on average, as they are and as planned: what a chart of agents against load is drawn from."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import Presence
from ccsim.measures.agents import scheduled
from ccsim.measures.cells import Cells, with_all
from ccsim.measures.waits import OpenTime
from ccsim.model.center import CenterModel, FloatArray


class Attendance:
    """Lays agent-seconds on the slots of a model, (..., agent scopes, slots), so that over `span` they are averages.

    An interval is averaged over all its length, closed parts included. A day or the horizon is averaged over the
    opening time of the group's channels (of any channel for all groups together), and only agents there at that time
    count: nights would say nothing of how many are at work. The warm-up is left out.
    """

    def __init__(self, model: CenterModel, cells: Cells, opening: OpenTime) -> None:
        self._cells, self._opening = cells, opening
        warm_up = model.timeline.warm_up
        serves = np.zeros((len(model.groups), len(model.channels)), dtype=np.bool_)
        for g, group in enumerate(model.groups):
            serves[g, cells.type_channel[list(group.types)]] = True
        by_group = (serves[:, :, None] & opening.open_now).any(axis=1)
        self._open = np.concatenate((opening.open_now.any(axis=0, keepdims=True), by_group))
        length = np.where(opening.edges[:-1] >= warm_up, np.diff(opening.edges), 0.0)
        self.span = self._over_slots(np.broadcast_to(length, self._open.shape))
        self.planned = self._over_slots(with_all(scheduled(model, opening.edges)))

    def on_duty(self, presence: FloatArray) -> FloatArray:
        """Seconds on duty and not on a break, overtime included; `presence`: see `ccsim.measures.agents.AgentClock`."""
        there = presence[..., Presence.ON_DUTY, :-1] + presence[..., Presence.OVERTIME, :-1]
        return self._over_slots(with_all(there))

    def _over_slots(self, time: FloatArray) -> FloatArray:
        """(..., agent scopes, cells of the opening) to (..., agent scopes, slots)."""
        table = self._cells.over_slots(self._opening.by_interval(time * self._open))
        table[..., self._cells.interval_slots] = self._opening.by_interval(time)
        return table
