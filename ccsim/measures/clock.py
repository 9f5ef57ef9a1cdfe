"""Clock time: stretches of time laid over cells of time, and the clock that runs only while a channel is open."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import BoolArray, FloatArray, IntArray, Schedule
from ccsim.model.grid import TICK


class TimeAxis:
    """Cells of time, [edges[i], edges[i + 1]), and which of them an instant is in.

    Parameters
    ----------
    edges : (cells + 1,) ascending.
    beyond : one more cell holds all time after the last edge.
    """

    def __init__(self, edges: FloatArray, beyond: bool = False) -> None:
        self.edges = np.append(edges, _NEVER) if beyond else edges
        self.cells = len(self.edges) - 1
        self.length = np.diff(self.edges)
        self.step, self.cell_of_step = _steps(edges)
        if beyond:
            self.cell_of_step = np.append(self.cell_of_step, self.cells - 1)

    def cell(self, at: FloatArray) -> IntArray:
        """Of instants between the first edge and the last."""
        if not self.step:
            return np.asarray(np.searchsorted(self.edges, at, side="right") - 1)
        # On the time grid a quotient is never so close below a whole number that it is rounded up to it.
        step = ((at - self.edges[0]) / self.step).astype(np.int64)
        return np.asarray(self.cell_of_step.take(step, mode="clip"))


_NEVER = 2.0**62
_MOST_STEPS = 1 << 16


def _steps(edges: FloatArray) -> tuple[float, IntArray]:
    """The longest step of which all edges are multiples, counted from the first, and the cell of each step.

    A step of zero where there would be too many.
    """
    ticks = (edges - edges[0]) / TICK
    whole = ticks.astype(np.int64)
    step = int(np.gcd.reduce(whole))
    if not step or (whole != ticks).any() or whole[-1] // step > _MOST_STEPS:
        return 0.0, np.zeros(0, dtype=np.int64)
    return step * TICK, np.repeat(np.arange(len(edges) - 1), np.diff(whole) // step)


def spread(
    start: FloatArray, end: FloatArray, key: IntArray, keys: int, axis: TimeAxis, weight: FloatArray | None = None
) -> FloatArray:
    """Time that stretches [start, end) spend in each cell of an axis, added up by key.

    Parameters
    ----------
    start, end : (n,) seconds; what lies outside the axis is left out, and so is a stretch that ends before it starts.
    key : (n,) of 0 ... keys - 1.
    weight : (n,) what a second counts; None: one.

    Returns
    -------
    (keys, cells) seconds.
    """
    edges, cells = axis.edges, axis.cells
    if not start.size:
        return np.zeros((keys, cells), dtype=np.float64)
    if not start.min() >= edges[0]:
        start = np.maximum(start, edges[0])
    if not end.max() <= edges[-1]:
        end = np.minimum(end, edges[-1])
    something = end > start
    if not something.all():
        rows = something.nonzero()[0]
        start, end, key = start.take(rows), end.take(rows), key.take(rows)
        weight = None if weight is None else weight.take(rows)
    size = keys * cells
    if not start.size:
        return np.zeros((keys, cells), dtype=np.float64)
    first = axis.cell(start)
    row = key * cells
    upper = edges.take(first + 1)
    inside = np.minimum(end, upper)
    inside -= start
    time = np.bincount(row + first, inside if weight is None else inside * weight, size)
    crossing = (end > upper).nonzero()[0]
    if crossing.size:
        first, row, end = first.take(crossing), row.take(crossing), end.take(crossing)
        counted = None if weight is None else weight.take(crossing)
        last = axis.cell(end)
        last -= edges.take(last) == end
        rest = end - edges.take(last)
        upto = row + last
        time += np.bincount(upto, rest if counted is None else rest * counted, size)
        # Cells strictly between the first and the last are covered from edge to edge.
        row += first
        row += 1
        covered = np.bincount(row, counted, size + 1) - np.bincount(upto, counted, size + 1)
        covered = np.cumsum(covered[:size]).reshape(keys, cells)
        return np.asarray(time.reshape(keys, cells) + covered * axis.length, dtype=np.float64)
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
