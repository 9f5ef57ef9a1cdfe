"""Poisson streams: who comes when, where an expected number is known.

In each interval the customers of a source are a Poisson stream of rate 1, pushed through the inverse of the expected
number up to each instant of that interval, and begun anew at the next. So with 5 % more demand the same customers come
a little earlier in their interval, and some more follow them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ccsim.model.center import FloatArray, IntArray
from ccsim.model.grid import TICK, on_grid
from ccsim.workload.streams import Streams

_IDLE = 6000  # arrivals drawn that nobody needs: as long as one more round of calls takes
_TOGETHER = 1 << 14


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
    pieces: int  # of a cell at most; those of the first cell stand first, then those of the second ...
    start: FloatArray  # (cells * pieces,)
    end: FloatArray  # the last instant before it
    rate: FloatArray
    before: FloatArray  # customers expected in the cell up to the piece's start, before busyness
    expected: FloatArray  # (cells, pieces), up to the piece's end
    last: IntArray  # (cells,) among all, its last piece with a positive rate


@dataclass(frozen=True)
class _Block:
    """Who comes in some cells, from arrival number `ordinal` of each on."""

    cell: IntArray  # (rows,)
    ordinal: IntArray  # (rows,)
    count: IntArray  # (rows,)
    time: FloatArray  # of the first row's arrivals, then of the second's ...


class PoissonStreams:
    """Streams of customers from some sources, at least one; what all replications share is worked out once."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._names = [source.name for source in sources]
        self._cells = _cells(sources)
        first_interval = np.array([source.first_interval for source in sources])
        self._word = self._cells.interval + first_interval[self._cells.source] << 32

    def draw(self, streams: Streams, busyness: FloatArray) -> Coming:
        """All who come.

        Parameters
        ----------
        busyness : ndarray
            Factor on the rate, for each interval of each source, flat.
        """
        cells = self._cells
        blocks = list(self._blocks(streams, busyness))
        counts = np.zeros(len(cells.source), np.int64)
        for block in blocks:
            counts[block.cell] += block.count
        first = np.zeros(len(counts) + 1, np.int64)
        counts.cumsum(out=first[1:])
        if len(blocks) == 1:  # all cells as they stand
            time = blocks[0].time
        else:
            time = np.empty(first[-1])
            for block in blocks:
                time[_ranges(first[block.cell] + block.ordinal, block.count)] = block.time
        return Coming(
            first_row=first[cells.first],
            source=cells.source.repeat(counts),
            interval=cells.interval.repeat(counts),
            ordinal=_ranges(np.zeros_like(counts), counts),
            time=time,
        )

    def _blocks(self, streams: Streams, busyness: FloatArray) -> Iterator[_Block]:
        """Arrivals of rate-1 Poisson streams up to what each cell expects, put on the clock.

        The n-th gap of a cell has its own address and the sum runs along the cell, so the times do not depend on how
        the cells are grouped nor on how far a row was drawn at first.
        """
        cells = self._cells
        expected = cells.expected[:, -1] * busyness
        (cell,) = (expected > 0.0).nonzero()
        ordinal, reached = np.zeros(len(cell), np.int64), np.zeros(len(cell))
        while len(cell):
            short: list[tuple[IntArray, IntArray, FloatArray]] = []
            for rows, width in _alike(_columns(expected[cell] - reached)):
                here, from_ordinal, upto = cell[rows], ordinal[rows], expected[cell[rows]]
                word = (self._word[here] + from_ordinal)[:, None] + np.arange(width)
                gaps = streams.uniform_by_name(self._names, "arrival", cells.source[here, None], word)
                np.negative(np.log(gaps, out=gaps), out=gaps)
                gaps[:, 0] += reached[rows]
                unit_time = np.cumsum(gaps, axis=1, out=gaps)
                happens = unit_time < upto[:, None]
                count = np.count_nonzero(happens, axis=1)
                within = unit_time[happens]
                within /= busyness[here].repeat(count)
                yield _Block(here, from_ordinal, count, _clock_time(cells, here.repeat(count), within))
                last = unit_time[:, -1]
                (on,) = (last < upto).nonzero()
                short.append((here[on], from_ordinal[on] + width, last[on]))
            cell, ordinal, reached = (np.concatenate(column) for column in zip(*short, strict=True))


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
    # The sums run along an interval only, so that none depends on the rounding of another's.
    expected = np.cumsum(rate * (end - start), axis=1)
    before = np.zeros_like(expected)
    before[:, 1:] = expected[:, :-1]
    last = width - 1 - np.argmax(rate[:, ::-1] > 0.0, axis=1)
    return _Cells(
        first=first,
        source=np.repeat(np.arange(len(sources)), intervals),
        interval=np.concatenate([np.arange(count) for count in intervals]),
        pieces=width,
        start=start.ravel(),
        end=end.ravel() - TICK,
        rate=rate.ravel(),
        before=before.ravel(),
        expected=expected,
        last=np.arange(len(last)) * width + last,
    )


def _columns(expected: FloatArray) -> IntArray:
    """How many arrivals to draw at first: seldom too few."""
    columns: IntArray = np.ceil(expected + 3.0 * np.sqrt(expected) + 3.0).astype(np.int64)
    return columns


def _alike(columns: IntArray) -> Iterator[tuple[IntArray, int]]:
    """Rows that are drawn together, and how far: not many more than each needs, nor more than a cache holds.

    Where that are all of them, they stay in their order.
    """
    width = int(columns.max())
    if width * len(columns) - int(columns.sum()) <= _IDLE and len(columns) <= _TOGETHER // width:
        yield np.arange(len(columns)), width
        return
    rows = np.argsort(columns, kind="stable")[::-1]
    needed = columns[rows]
    upto = np.cumsum(needed)
    start = 0
    while start < len(rows):
        width = int(needed[start])
        drawn = width * np.arange(1, len(rows) - start + 1)
        idle = drawn - (upto[start:] - upto[start] + width)
        size = max(min(int(np.searchsorted(idle, _IDLE, "right")), _TOGETHER // width), 1)
        yield rows[start : start + size], width
        start += size


def _ranges(start: IntArray, count: IntArray) -> IntArray:
    """start[0], start[0] + 1 ..., `count[0]` of them; then the second ones, and so on."""
    upto = count.cumsum()
    whole: IntArray = (start + count - upto).repeat(count)
    whole += np.arange(len(whole))
    return whole


def _clock_time(cells: _Cells, cell: IntArray, expected: FloatArray) -> FloatArray:
    """When the expected number of arrivals since a cell's interval began reaches `expected`, on the time grid."""
    piece = cell
    if cells.pieces > 1:
        piece = cell * cells.pieces
        for k in range(cells.pieces - 1):
            piece += expected >= cells.expected[:, k].take(cell)
        np.minimum(piece, cells.last.take(cell), out=piece)
    start = cells.start.take(piece)
    time = expected - cells.before.take(piece)
    time /= cells.rate.take(piece)
    time += start
    time = on_grid(time)
    # Rounding must not carry anybody over the end of his stretch: he would come after the closing.
    return np.minimum(np.maximum(time, start, out=time), cells.end.take(piece), out=time)
