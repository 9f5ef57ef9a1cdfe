"""Stretches of time laid over cells of time, as `ccsim.measures.clock.spread` does it."""

from __future__ import annotations

from ccsim.engine.compiled.kernel import World, either, kernel
from ccsim.measures.compiled.memory import axes, axis_cell, axis_edge, clock_time, crossings


@kernel
def lay(w: World, which: int, place: int, start: float, end: float, weight: float) -> None:
    """Adds the seconds, each so many, of [start, end) to the tallies of an axis' cells, which begin at `place`.

    Cells strictly between the first and the last are noted at both ends, for `lay_whole_cells`.
    """
    axis = axes(w, which)
    start = either(start > axis.first, start, axis.first)
    start = either(start < axis.last, start, axis.last)
    end = either(end < axis.last, end, axis.last)
    end = either(end > start, end, start)
    first = cell_at(w, which, start)
    upper = axis_edge(w, axis.edge + first + 1)
    tally = clock_time(w, place + first)
    tally.value += (either(end < upper, end, upper) - start) * weight
    if end > upper:
        last = cell_at(w, which, end)
        tally = clock_time(w, place + last)
        tally.value += (end - axis_edge(w, axis.edge + last)) * weight
        mark = crossings(w, place + first + 1)
        mark.value += weight
        mark = crossings(w, place + last)
        mark.value -= weight


@kernel
def edge_of(w: World, which: int, cell: int) -> float:
    """Where a cell begins, and the one before it ends."""
    return axis_edge(w, axes(w, which).edge + cell)


@kernel
def cell_at(w: World, which: int, at: float) -> int:
    """The cell that an instant is in; the first and the last for those outside."""
    axis = axes(w, which)
    at = either(at > axis.first, at, axis.first)
    if axis.step > 0.0:
        step = int((at - axis.first) / axis.step)
        return axis_cell(w, axis.place + either(step < axis.steps, step, axis.steps - 1))
    low = 0
    high = axis.cells
    while high - low > 1:
        middle = (low + high) // 2
        if axis_edge(w, axis.edge + middle) <= at:
            low = middle
        else:
            high = middle
    return low


@kernel
def lay_whole_cells(w: World, which: int, place: int, keys: int) -> None:
    """From edge to edge, what crossed them; the marks of it are taken away."""
    axis = axes(w, which)
    for _ in range(keys):
        across = 0.0
        for cell in range(axis.cells):
            mark = crossings(w, place + cell)
            across += mark.value
            mark.value = 0.0
            if across != 0.0:
                tally = clock_time(w, place + cell)
                tally.value += across * (axis_edge(w, axis.edge + cell + 1) - axis_edge(w, axis.edge + cell))
        place += axis.cells
