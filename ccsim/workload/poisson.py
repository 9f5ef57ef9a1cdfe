"""Poisson streams: who comes when, where an expected number is known.

In each interval the customers of a source are a Poisson stream of rate 1, pushed through the inverse of the expected
number up to each instant of that interval, and begun anew at the next. So with 5 % more demand the same customers come
a little earlier in their interval, and some more follow them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ccsim.model.center import FloatArray, IntArray
from ccsim.model.grid import TICK, on_grid
from ccsim.workload.streams import Streams


@dataclass(frozen=True)
class Source:
    """Where customers come from: contact type or appointment. Rates are constant between `rate_edges`."""

    name: str  # in random addresses
    first_interval: int  # number of its first interval there
    edges: FloatArray  # (intervals + 1,)
    rate_edges: FloatArray  # holds every edge of an interval
    rate: FloatArray  # customers per second


@dataclass(frozen=True)
class Coming:
    """Rows ascend by (source, interval, ordinal), hence within a source by time."""

    first_row: IntArray  # (sources + 1,)
    source: IntArray
    interval: IntArray  # counted from the source's `first_interval`
    ordinal: IntArray
    time: FloatArray  # on the time grid


@dataclass(frozen=True)
class _Cells:
    """A cell is one interval of one source, with its stretches of constant rate."""

    first: IntArray  # (sources + 1,) first cell of each source
    source: IntArray  # (cells,)
    interval: IntArray  # (cells,)
    start: FloatArray  # (cells, pieces)
    end: FloatArray
    rate: FloatArray
    expected: FloatArray  # (cells, pieces): customers expected in the cell up to the piece's end, before busyness
    last: IntArray  # (cells,) last piece with a positive rate


@dataclass(frozen=True)
class _Block:
    """Unit-rate times of arrivals number `ordinal`, `ordinal` + 1 ... of some cells, and which of them happen."""

    cell: IntArray  # (rows,)
    ordinal: int
    unit_time: FloatArray  # (rows, columns)
    happens: np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def draw_coming(sources: Sequence[Source], streams: Streams, busyness: FloatArray) -> Coming:
    """All who come from the sources, at least one.

    Parameters
    ----------
    busyness : ndarray
        Factor on the rate, for each interval of each source, flat.
    """
    cells = _cells(sources)
    blocks = _unit_arrivals(sources, cells, streams, cells.expected[:, -1] * busyness)
    counts = np.zeros(len(cells.source), np.int64)
    for block in blocks:
        counts[block.cell] += np.count_nonzero(block.happens, axis=1)
    first = np.concatenate(([0], np.cumsum(counts)))
    cell = np.repeat(np.arange(len(counts)), counts)
    unit_time = np.zeros(len(cell))
    for block in blocks:
        row, column = np.nonzero(block.happens)
        unit_time[first[block.cell[row]] + block.ordinal + column] = block.unit_time[row, column]
    return Coming(
        first_row=first[cells.first],
        source=cells.source[cell],
        interval=cells.interval[cell],
        ordinal=np.arange(len(cell)) - first[cell],
        time=_clock_time(cells, cell, unit_time / busyness[cell]),
    )


def _cells(sources: Sequence[Source]) -> _Cells:
    intervals = [len(source.edges) - 1 for source in sources]
    first = np.cumsum([0, *intervals])
    places: list[tuple[IntArray, IntArray]] = []
    for source, offset in zip(sources, first[:-1].tolist(), strict=True):
        cell = offset + np.searchsorted(source.edges, source.rate_edges[:-1], "right") - 1
        places.append((cell, np.arange(len(cell)) - np.searchsorted(cell, cell)))
    width = max(int(place.max(initial=0)) for _, place in places) + 1
    start, end, rate = np.zeros((3, int(first[-1]), width))
    for source, at in zip(sources, places, strict=True):
        start[at], end[at], rate[at] = source.rate_edges[:-1], source.rate_edges[1:], source.rate
    return _Cells(
        first=first,
        source=np.repeat(np.arange(len(sources)), intervals),
        interval=np.concatenate([np.arange(count) for count in intervals]),
        start=start,
        end=end,
        rate=rate,
        # The sums run along an interval only, so that none depends on the rounding of another's.
        expected=np.cumsum(rate * (end - start), axis=1),
        last=width - 1 - np.argmax(rate[:, ::-1] > 0.0, axis=1),
    )


def _unit_arrivals(sources: Sequence[Source], cells: _Cells, streams: Streams, expected: FloatArray) -> list[_Block]:
    """Times of rate-1 Poisson streams up to `expected` (cells,), by blocks of cells that expect about as many.

    The n-th gap of a cell has its own address and the sum runs along the cell, so the times do not depend on how the
    cells are grouped nor on how far a row was drawn at first.
    """
    names = [source.name for source in sources]
    number = cells.interval + np.array([source.first_interval for source in sources])[cells.source]
    blocks: list[_Block] = []
    active = np.flatnonzero(expected > 0.0)
    columns = _columns(expected[active])
    for width in np.unique(columns):
        cell = active[columns == width]
        reached = np.zeros(len(cell))
        ordinal = 0
        while len(cell):
            word = number[cell, None] << 32 | np.arange(ordinal, ordinal + width)
            gaps = -np.log(streams.uniform_by_name(names, "arrival", cells.source[cell, None], word))
            gaps[:, 0] += reached
            unit_time = np.cumsum(gaps, axis=1)
            blocks.append(_Block(cell, ordinal, unit_time, unit_time < expected[cell, None]))
            short = unit_time[:, -1] < expected[cell]
            cell, reached, ordinal = cell[short], unit_time[short, -1], ordinal + width
    return blocks


def _columns(expected: FloatArray) -> IntArray:
    """How many arrivals to draw at first: hardly ever too few, and in few different sizes."""
    enough = expected + 4.0 * np.sqrt(expected) + 4.0
    columns: IntArray = np.ceil(1.5 ** np.ceil(np.log(enough) / np.log(1.5))).astype(np.int64)
    return columns


def _clock_time(cells: _Cells, cell: IntArray, expected: FloatArray) -> FloatArray:
    """When the expected number of arrivals since the interval's start reaches `expected`, on the time grid."""
    piece = np.zeros(len(cell), np.int64)
    for k in range(cells.rate.shape[1] - 1):
        piece += expected >= cells.expected[cell, k]
    piece = np.minimum(piece, cells.last[cell])
    start, end, rate = cells.start[cell, piece], cells.end[cell, piece], cells.rate[cell, piece]
    before = np.where(piece > 0, cells.expected[cell, piece - 1], 0.0)
    time = on_grid(start + (expected - before) / rate)
    # Rounding must not carry anybody over the end of his stretch: he would come after the closing.
    return np.clip(time, start, end - TICK)
