"""Waits: their sums, the longest, the time spent in queue, and a histogram from which quantiles are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.logs import Outcome
from ccsim.measures.alike import Alike
from ccsim.measures.cells import Cells
from ccsim.measures.clock import TimeAxis, is_open, spread
from ccsim.measures.fate import queued, waited
from ccsim.measures.kept import base_cells
from ccsim.model.center import CenterModel, FloatArray, IntArray

FINE = 3600  # bins of 1 s up to an hour
COARSE = 1.01  # each further bin is 1 % wider
BINS = 1 + FINE + 1000  # the last one reaches 2.4 years


def bin_of(wait: FloatArray) -> NDArray[np.int32]:
    """Bin of each wait: 0 holds no wait at all, b up to 3600 holds (b - 1, b] seconds, wider ones follow."""
    fine = np.ceil(wait)
    if fine.size and fine.max() > FINE:
        beyond = FINE + np.ceil(np.log(np.maximum(wait, FINE) / FINE) / np.log(COARSE))
        fine = np.where(wait > FINE, np.maximum(beyond, FINE + 1), fine)
    return np.minimum(fine, BINS - 1).astype(np.int32)


def bin_edges() -> tuple[FloatArray, FloatArray]:
    """Lower and upper edge of each bin, seconds."""
    upper = np.concatenate((np.arange(FINE + 1.0), FINE * COARSE ** np.arange(1.0, BINS - FINE)))
    return np.concatenate(([0.0], upper[:-1])), upper


@dataclass(frozen=True)
class WaitHistogram:
    """Waits of one replication in every cell that holds any, sparse.

    An entry is a (cell, bin): `key` = (scope * slots + slot) * BINS + bin, ascending. `count` are its waits, `square`
    what they add to the square of the cell's cumulative count, `product` their number times the cell's total: sums of
    these over replications are the second moments that Woodruff's interval needs.
    """

    key: IntArray
    count: IntArray
    square: IntArray
    product: IntArray
    cell: IntArray  # cells that hold waits
    total: IntArray  # and how many

    def parts(self, parts: Sequence[tuple[slice, slice, int]]) -> WaitHistogram:
        """Some entries after others: of each part its entries, the cells that they are in, and how far these move."""
        return WaitHistogram(
            key=np.concatenate([self.key[entries] + by * BINS for entries, _, by in parts]),
            count=np.concatenate([self.count[entries] for entries, _, _ in parts]),
            square=np.concatenate([self.square[entries] for entries, _, _ in parts]),
            product=np.concatenate([self.product[entries] for entries, _, _ in parts]),
            cell=np.concatenate([self.cell[cells] + by for _, cells, by in parts]),
            total=np.concatenate([self.total[cells] for _, cells, _ in parts]),
        )


@dataclass(frozen=True)
class Waited:
    """Contacts who waited to an end, of one replication after the other."""

    cell: IntArray  # base cell
    wait: FloatArray  # elapsed; none of who balked

    @classmethod
    def of(cls, alike: Alike) -> Waited:
        kept, one = alike.kept, alike.one
        wait = kept.wait
        balked = one.was(Outcome.BALKED)
        if balked.any():
            wait = wait.copy()
            wait[alike.rows(balked)] = 0.0
        rows = alike.rows(waited(one))
        return cls(kept.base[rows], wait[rows])

    def longest(self, cells: int) -> FloatArray:
        """The longest wait in each of so many base cells, -inf where there is none."""
        longest = np.full(cells, -np.inf)
        if len(self.cell):
            ends = _last(self.cell)  # neighbours are mostly of one cell
            begins = np.concatenate(([0], ends[:-1] + 1))
            np.maximum.at(longest, self.cell.take(ends), np.maximum.reduceat(self.wait, begins))
        return longest


def longest_wait(base: FloatArray, cells: Cells) -> dict[str, FloatArray]:
    """Tables (..., contact scopes, slots) of the longest wait, and of whether there is any.

    `base`: (..., types, segments, intervals), -inf where there is none.
    """
    longest = cells.longest(base)
    any_wait = longest > -np.inf
    return {"wait_max": np.where(any_wait, longest, 0.0), "wait_any": any_wait.astype(np.float64)}


class OpenTime:
    """When channels are open, laid on the intervals of a model; what `queue_length` is averaged over."""

    def __init__(self, model: CenterModel, cells: Cells) -> None:
        edges = model.timeline.edges
        windows = [channel.open_windows for channel in model.channels]
        inside = [np.clip(window.ravel(), edges[0], edges[-1]) for window in windows]
        # Inside one of these cells a channel is open throughout or not at all.
        self.edges = np.unique(np.concatenate((edges, [model.timeline.warm_up], *inside)))
        self.axis = TimeAxis(self.edges)
        starts = self.edges[:-1]
        self._interval_of = np.searchsorted(edges, starts, side="right") - 1
        self._first_cell = np.searchsorted(self._interval_of, np.arange(len(edges) - 1))
        self._finer = len(starts) > len(edges) - 1
        open_now = np.array([is_open(window, starts) for window in windows]) & (starts >= model.timeline.warm_up)
        self.open_now = open_now  # (channels, cells)
        self._by_type = open_now[cells.type_channel].astype(np.float64)
        length = np.diff(self.edges)
        anywhere = open_now.any(axis=0)
        by_scope = [anywhere, *open_now[cells.type_channel], *open_now]
        if cells.segments_named:
            by_scope += [anywhere] * cells.segments
        self.table = cells.over_slots(self.by_interval(np.array(by_scope) * length))

    def by_interval(self, time: FloatArray) -> FloatArray:
        """(..., cells) to (..., intervals), which mostly are the cells."""
        return np.asarray(np.add.reduceat(time, self._first_cell, axis=-1)) if self._finer else time

    def queueing(self, time: FloatArray) -> FloatArray:
        """Time in queue, (..., types, segments, cells), to that in opening hours, (..., types, segments, intervals)."""
        return self.by_interval(time * self._by_type[:, None, :])


def queue_time(alike: Alike, opening: OpenTime) -> FloatArray:
    """Contact-seconds spent waiting for a first answer in opening hours, by base cell of clock time.

    Work that an agent had to put back is no longer waiting for its first answer and is not counted. Those to be called
    back keep their place and count until they are first dialled.
    """
    kept, log = alike.kept, alike.kept.log
    until = kept.ended
    if "callbacks" in kept.features:
        until = np.where(np.isnan(log.dialled), until, log.dialled)
    of = ~(until <= log.joined)
    of &= queued(alike.one).take(alike.group)
    rows = of.nonzero()[0]
    until = until.take(rows)
    waiting = np.isnan(until).nonzero()[0]
    until[waiting] = kept.end_of(rows.take(waiting))
    replications, types, segments = len(kept.ends), len(kept.model.types), len(kept.model.segments)
    key = log.type.take(rows)
    if segments > 1:
        key = key * segments + log.segment.take(rows)
    if replications > 1:
        key += kept.replication.take(rows) * (types * segments)
    time = spread(log.joined.take(rows), until, key, replications * types * segments, opening.axis)
    return opening.queueing(time.reshape(replications, types, segments, -1))


def histograms(model: CenterModel, cells: Cells, replications: int, waited: Waited) -> list[WaitHistogram]:
    """Of each replication, waits by bin in every scope, over the horizon, by interval and by day of arrival."""
    slots, segments, intervals = len(cells.slots), cells.segments, len(cells.intervals)
    narrow = np.int32 if replications * base_cells(model) * BINS < 1 << 31 else np.int64  # sorted twice as fast
    code: NDArray[Any] = waited.cell.astype(narrow)
    code *= BINS
    code += bin_of(waited.wait)
    code.sort()
    last = _last(code)
    count = _steps(last)
    count[:1] += 1
    finest: IntArray = code.take(last).astype(np.int64)
    base = finest // BINS
    bins = finest - base * BINS
    of_type = base // intervals
    interval = base - of_type * intervals
    replication = of_type // (len(model.types) * segments)
    of_type -= replication * (len(model.types) * segments)
    day = cells.day_slots.start + model.timeline.interval_day.take(interval)
    in_slots = np.array((bins, (1 + interval) * BINS + bins, day * BINS + bins))
    scopes = cells.contact_scope_columns(of_type // segments, of_type % segments)
    ranked = [kind for kind, twin in enumerate(cells.twins) if twin is None]
    size = len(cells.contact_scopes) * slots
    keys = np.array([(scopes[kind] + replication * len(cells.contact_scopes)) * (slots * BINS) for kind in ranked])
    every = _ranked(keys[:, None, :] + in_slots, count, len(waited.cell), replications * size)
    if not len(count):
        return [every] * replications
    if replications == 1 and len(ranked) == len(scopes):
        return [every]
    first = np.array([0, *(int(scopes[kind].min()) * slots for kind in ranked[1:])])
    first = (np.arange(replications)[:, None] * size + first).ravel()
    entry = [*np.searchsorted(every.key, first * BINS).tolist(), len(every.key)]
    cell = [*np.searchsorted(every.cell, first).tolist(), len(every.cell)]
    found: list[WaitHistogram] = []
    for number in range(replications):
        parts: list[tuple[slice, slice, int]] = []  # entries, cells, and by how many cells they move
        for kind, twin in enumerate(cells.twins):
            if twin is None:
                at = number * len(ranked) + ranked.index(kind)
                parts.append((slice(entry[at], entry[at + 1]), slice(cell[at], cell[at + 1]), -number * size))
            else:  # the same contacts in cells of other numbers
                entries, filled, by = parts[twin]
                parts.append((entries, filled, by + int(scopes[kind][0] - scopes[twin][0]) * slots))
        found.append(every.parts(parts))
    return found


def _ranked(key: IntArray, count: IntArray, most: int, cells: int) -> WaitHistogram:
    """A histogram of `count` waits, at most so many, of each key, in any order and some keys more than once.

    `count` is that of the last axis of keys; `cells` is how many there are.
    """
    bits = most.bit_length()
    both = (key << bits | count).ravel()  # one number, since numbers are sorted much faster than places of numbers
    both.sort()
    key = both >> bits
    both &= (1 << bits) - 1
    upto = both.cumsum()
    last = _last(key)
    key, upto = key.take(last), upto.take(last)
    count = _steps(upto)
    begins = np.searchsorted(key, np.arange(cells + 1) * BINS)
    entries = np.diff(begins)
    cell = entries.nonzero()[0]
    end = upto.take(begins.take(cell + 1) - 1)
    total = _steps(end)
    of = np.repeat(np.arange(len(cell)), entries.take(cell))
    cumulative = upto - (end - total).take(of)
    square = (2 * cumulative - count) * count
    return WaitHistogram(key, count, square, count * total.take(of), cell, total)


def _steps(ascending: IntArray) -> IntArray:
    """By how much each value is above the one before it, the first above zero."""
    steps = ascending.copy()
    steps[1:] -= ascending[:-1]
    return steps


def _last(values: NDArray[np.signedinteger]) -> IntArray:
    """Where a value stands before another: of ascending ones, where each stands for the last time."""
    ends = np.empty(len(values), np.bool_)
    ends[-1:] = True
    np.not_equal(values[1:], values[:-1], out=ends[:-1])
    return ends.nonzero()[0]
