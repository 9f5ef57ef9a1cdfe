"""In which interval something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ccsim.model.center import FloatArray, IntArray

_CELLS = 16
"""For each interval, at most."""


class Intervals:
    """Finds intervals of many times at once, on the time grid: -1 before the first, the last one past all edges.

    Time is divided into cells, mostly as long as the shortest interval, so that one edge at most lies inside a cell. To
    compare one's way through the edges takes four times as long, as times come in no order.
    """

    def __init__(self, edges: FloatArray) -> None:
        self._first, span = edges[0], edges[-1] - edges[0]
        self._length = np.diff(edges).min()
        if span / self._length > _CELLS * len(edges):  # a power of two divides exactly, too
            self._length = 2.0 ** np.ceil(np.log2(span / (_CELLS * len(edges))))
        cells = np.arange(-1, np.ceil(span / self._length) + 2)
        before = np.searchsorted(edges, self._first + cells * self._length, "right")  # edges, up to where a cell begins
        self._inside = int(np.diff(before).max())  # edges of one cell
        self._found = np.minimum(before, len(edges) - 1)[:-1] - 1  # as a cell begins
        self._end = np.append(edges[1:-1], np.inf)  # of each interval; the last has none, nor has what comes before all
        self._last_cell = len(self._found) - 1

    def of(self, times: FloatArray) -> IntArray:
        cell = np.floor((times - self._first) / self._length).astype(np.int64)  # exact, see `model.grid`
        cell += 1
        np.maximum(cell, 0, out=cell)
        np.minimum(cell, self._last_cell, out=cell)
        found: IntArray = self._found.take(cell)
        for _ in range(self._inside):
            found += times >= self._end.take(found)
        return found
