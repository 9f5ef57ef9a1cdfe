"""Arrivals: who comes when.

In each interval the arrivals of a type are a Poisson stream of rate 1, pushed through the inverse of the expected
number up to each instant of that interval, and begun anew at the next. So with 5 % more demand the same customers come
a little earlier in their interval, and some more follow them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.model.center import CenterModel, ContactType, FloatArray, IntArray, Timeline
from ccsim.model.grid import TICK, on_grid
from ccsim.workload.streams import Streams


@dataclass(frozen=True)
class Arrivals:
    """Rows ascend by (type, interval, ordinal), hence within a type by time."""

    first_row: IntArray  # (types + 1,)
    type: IntArray
    interval: IntArray
    ordinal: IntArray
    time: FloatArray  # on the time grid


@dataclass(frozen=True)
class _Pieces:
    """Stretches of constant rate by cell, a cell being one interval of one type: cell = type x intervals + interval."""

    start: FloatArray  # (cells, pieces)
    end: FloatArray
    rate: FloatArray  # contacts per second
    expected: FloatArray  # (cells, pieces): arrivals expected in the cell up to the piece's end, before busyness
    last: IntArray  # (cells,) last piece with a positive rate


@dataclass(frozen=True)
class _Block:
    """Unit-rate times of arrivals number `ordinal`, `ordinal` + 1 ... of some cells, and which of them happen."""

    cell: IntArray  # (rows,)
    ordinal: int
    unit_time: FloatArray  # (rows, columns)
    happens: np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def draw_arrivals(model: CenterModel, streams: Streams, busyness: FloatArray) -> Arrivals:
    """All arrivals of a replication.

    Parameters
    ----------
    busyness : (types, intervals)
        Factor on the rate. Recorded arrivals (traces) are replayed as they are, whatever it says.
    """
    timeline = model.timeline
    intervals = len(timeline.interval_day)
    pieces = _pieces(model)
    factor = busyness.ravel()
    counts = np.zeros(len(model.types) * intervals, np.int64)
    blocks = _unit_arrivals(model, streams, pieces.expected[:, -1] * factor)
    for block in blocks:
        counts[block.cell] += np.count_nonzero(block.happens, axis=1)
    traces: dict[int, FloatArray] = {}
    for k, contact_type in enumerate(model.types):
        if contact_type.arrivals.trace is not None:
            traces[k] = on_grid(contact_type.arrivals.trace.start)
            intervals_of_trace = _intervals_of(contact_type, traces[k], timeline)
            counts[k * intervals : (k + 1) * intervals] = np.bincount(intervals_of_trace, minlength=intervals)

    first = np.concatenate(([0], np.cumsum(counts)))
    cell = np.repeat(np.arange(len(counts)), counts)
    first_row = first[::intervals].copy()
    unit_time = np.zeros(len(cell))
    for block in blocks:
        row, column = np.nonzero(block.happens)
        unit_time[first[block.cell[row]] + block.ordinal + column] = block.unit_time[row, column]
    time = _clock_time(pieces, cell, unit_time / factor[cell])
    for k, recorded in traces.items():
        time[first_row[k] : first_row[k + 1]] = recorded
    return Arrivals(first_row, cell // intervals, cell % intervals, np.arange(len(cell)) - first[cell], time)


def _pieces(model: CenterModel) -> _Pieces:
    edges = model.timeline.edges
    cells = len(model.types) * (len(edges) - 1)
    places: list[tuple[IntArray, IntArray]] = []
    for k, contact_type in enumerate(model.types):
        interval = np.searchsorted(edges, contact_type.arrivals.rate_edges[:-1], "right") - 1
        cell = k * (len(edges) - 1) + interval
        places.append((cell, np.arange(len(cell)) - np.searchsorted(cell, cell)))
    width = max((int(place.max(initial=0)) for _, place in places), default=0) + 1
    start, end, rate = np.zeros((3, cells, width))
    for contact_type, at in zip(model.types, places, strict=True):
        arrivals = contact_type.arrivals
        start[at], end[at], rate[at] = arrivals.rate_edges[:-1], arrivals.rate_edges[1:], arrivals.rate
        if arrivals.trace is not None:
            rate[at] = 0.0
    # The sums run along an interval only, so that none depends on the rounding of another's.
    expected = np.cumsum(rate * (end - start), axis=1)
    last = width - 1 - np.argmax(rate[:, ::-1] > 0.0, axis=1)
    return _Pieces(start, end, rate, expected, last)


def _unit_arrivals(model: CenterModel, streams: Streams, expected: FloatArray) -> list[_Block]:
    """Times of rate-1 Poisson streams up to `expected` (cells,), by blocks of cells that expect about as many.

    The n-th gap of a cell has its own address and the sum runs along the cell, so the times do not depend on how the
    cells are grouped nor on how far a row was drawn at first.
    """
    names = [contact_type.name for contact_type in model.types]
    intervals = len(expected) // len(names)
    blocks: list[_Block] = []
    active = np.flatnonzero(expected > 0.0)
    columns = _columns(expected[active])
    for width in np.unique(columns):
        cell = active[columns == width]
        reached = np.zeros(len(cell))
        ordinal = 0
        while len(cell):
            word = (cell % intervals)[:, None] << 32 | np.arange(ordinal, ordinal + width)
            gaps = -np.log(streams.uniform_by_name(names, "arrival", (cell // intervals)[:, None], word))
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


def _clock_time(pieces: _Pieces, cell: IntArray, expected: FloatArray) -> FloatArray:
    """When the expected number of arrivals since the interval's start reaches `expected`, on the time grid."""
    piece = np.zeros(len(cell), np.int64)
    for k in range(pieces.rate.shape[1] - 1):
        piece += expected >= pieces.expected[cell, k]
    piece = np.minimum(piece, pieces.last[cell])
    start, end, rate = pieces.start[cell, piece], pieces.end[cell, piece], pieces.rate[cell, piece]
    before = np.where(piece > 0, pieces.expected[cell, piece - 1], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):  # rows of traces have no rate; they are overwritten
        time = on_grid(start + (expected - before) / rate)
    # Rounding must not carry anybody over the end of his stretch: he would come after the closing.
    return np.clip(time, start, end - TICK)


def _intervals_of(contact_type: ContactType, time: FloatArray, timeline: Timeline) -> IntArray:
    if len(time) and not (
        timeline.edges[0] <= time[0] and time[-1] < timeline.edges[-1] and (np.diff(time) >= 0).all()
    ):
        raise ValueError(
            f"the trace of contact type {contact_type.name!r} must ascend within "
            f"[{timeline.edges[0]}, {timeline.edges[-1]}) s, got {time[0]} ... {time[-1]}"
        )
    return np.searchsorted(timeline.edges, time, "right") - 1
