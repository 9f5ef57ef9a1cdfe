"""Hosts who were held for customers expected: their time by group, and what it costs by appointment."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import HoldLog
from ccsim.measures.clock import TimeAxis, spread
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


def hold_time(model: CenterModel, log: HoldLog) -> dict[str, FloatArray]:
    """Tallies (groups, intervals + 1) in seconds by clock time: late_wait of holds that ended in a show, no_show_wait.

    The last cell is the time after the horizon; the warm-up is left out.
    """
    group = _group_of(model)[log.agent]
    return {
        name: _spread(model, log, of, group, len(model.groups))
        for name, of in (("late_wait", log.showed), ("no_show_wait", ~log.showed))
    }


def holding_cost(model: CenterModel, log: HoldLog) -> FloatArray:
    """What holding costs at the hosts' cost_per_hour: (appointments, intervals + 1), as in `hold_time`."""
    rate = np.array([group.cost_per_hour for group in model.groups])[_group_of(model)[log.agent]] / 3600.0
    every = np.ones(len(log.agent), dtype=np.bool_)
    return _spread(model, log, every, log.appointment, len(model.appointments), rate)


def _group_of(model: CenterModel) -> IntArray:
    return np.array([agent.group for agent in model.agents], dtype=np.int64)


def _spread(
    model: CenterModel,
    log: HoldLog,
    of: BoolArray,
    key: IntArray,
    keys: int,
    weight: FloatArray | None = None,
) -> FloatArray:
    timeline = model.timeline
    axis = TimeAxis(timeline.edges, beyond=True)
    start = np.maximum(log.start[of], timeline.warm_up)
    return spread(start, log.end[of], key[of], keys, axis, None if weight is None else weight[of])
