"""In which interval something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ccsim.model.center import FloatArray, IntArray


class Intervals:
    """Finds intervals of many times at once, on the time grid: -1 before the first, the last one past all edges.

    Time is divided into cells as long as the shortest interval, so that one edge at most lies inside a cell. To compare
    one's way through the edges takes four times as long, as times come in no order.
    """

    def __init__(self, edges: FloatArray) -> None:
        self._first = edges[0]
        self._length = np.diff(edges).min()
        cells = np.arange(-1, np.ceil((edges[-1] - self._first) / self._length) + 1)
        begins = self._first + cells * self._length
        self._found = np.minimum(np.searchsorted(edges, begins, "right"), len(edges) - 1) - 1  # as a cell begins
        self._end = np.append(edges[1:-1], np.inf)  # of each interval; the last has none, nor has what comes before all
        self._last_cell = len(cells) - 1

    def of(self, times: FloatArray) -> IntArray:
        cell = np.floor((times - self._first) / self._length).astype(np.int64)  # exact, see `model.grid`
        cell += 1
        np.maximum(cell, 0, out=cell)
        np.minimum(cell, self._last_cell, out=cell)
        found: IntArray = self._found.take(cell)
        found += times >= self._end.take(found)
        return found
