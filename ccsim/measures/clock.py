"""Clock time: stretches of time laid over cells of time, and the clock that runs only while a channel is open."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import BoolArray, FloatArray, IntArray, Schedule


def spread(
    start: FloatArray, end: FloatArray, key: IntArray, keys: int, edges: FloatArray, weight: FloatArray | None = None
) -> FloatArray:
    """Time that stretches [start, end) spend in each cell [edges[i], edges[i + 1]), added up by key.

    Parameters
    ----------
    start, end : (n,) seconds; what lies outside the edges is left out, and so is a stretch that ends before it starts.
    key : (n,) of 0 ... keys - 1.
    edges : (cells + 1,) ascending.
    weight : (n,) what a second counts; None: one.

    Returns
    -------
    (keys, cells) seconds.
    """
    cells = len(edges) - 1
    start, end = np.maximum(start, edges[0]), np.minimum(end, edges[-1])
    something = end > start
    if not something.all():
        start, end, key = start[something], end[something], key[something]
        weight = None if weight is None else weight[something]
    size = keys * cells
    if not start.size:
        return np.zeros((keys, cells), dtype=np.float64)
    first = np.searchsorted(edges, start, side="right") - 1
    row = key * cells
    upper = edges[first + 1]
    inside = np.minimum(end, upper) - start
    time = np.bincount(row + first, inside if weight is None else inside * weight, size)
    crossing = np.flatnonzero(end > upper)
    if crossing.size:
        first, row, end = first[crossing], row[crossing], end[crossing]
        counted = np.ones(len(end)) if weight is None else weight[crossing]
        last = np.searchsorted(edges, end, side="left") - 1
        time += np.bincount(row + last, (end - edges[last]) * counted, size)
        # Cells strictly between the first and the last are covered from edge to edge.
        covered = np.bincount(row + first + 1, counted, size + 1) - np.bincount(row + last, counted, size + 1)
        time += np.cumsum(covered[:size]) * np.tile(np.diff(edges), keys)
    return np.asarray(time.reshape(keys, cells), dtype=np.float64)


def alone(agent: IntArray, start: FloatArray, end: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
    """Stretches cut so that an agent's no longer overlap and still cover the same time: his busy time.

    Cut stretches may be empty (end before start); `spread` leaves those out.
    """
    if len(agent) < 2:
        return agent, start, end
    later = (agent[1:] > agent[:-1]) | ((agent[1:] == agent[:-1]) & (start[1:] >= start[:-1]))
    if not later.all():
        order = np.lexsort((start, agent))
        agent, start, end = agent[order], start[order], end[order]
    # Each agent's times are moved past those of the agent before, so that one running maximum serves all.
    length = float(end.max()) + 1.0
    reach = np.maximum.accumulate(agent * length + end) - agent * length
    before = np.concatenate(([-np.inf], reach[:-1]))
    before[1:][agent[1:] != agent[:-1]] = -np.inf
    return agent, np.maximum(start, before), end


def open_seconds(windows: FloatArray, at: FloatArray) -> FloatArray:
    """Seconds that a channel has been open by each instant of `at` (NaN stays NaN). `windows`: (windows, 2)."""
    if not len(windows):
        return np.where(np.isnan(at), np.nan, 0.0)
    length = np.diff(windows, axis=1).ravel()
    closed_before = np.concatenate(([0.0], np.cumsum(length)))
    passed = np.column_stack((closed_before[:-1], closed_before[1:])).ravel()
    return np.asarray(np.interp(at, windows.ravel(), passed), dtype=np.float64)


def is_open(windows: FloatArray, at: FloatArray) -> BoolArray:
    """Whether a channel is open at each instant of `at`; [open, close)."""
    return np.asarray(np.searchsorted(windows.ravel(), at, side="right") % 2 == 1)


def staffed_seconds(schedule: Schedule, at: FloatArray) -> FloatArray:
    """Agent-seconds planned from 0 to each instant of `at`."""
    step = np.searchsorted(schedule.times, at, side="right") - 1
    whole = np.concatenate(([0.0], np.cumsum(np.diff(schedule.times) * schedule.agents[:-1])))
    return np.asarray(whole[step] + (at - schedule.times[step]) * schedule.agents[step], dtype=np.float64)
