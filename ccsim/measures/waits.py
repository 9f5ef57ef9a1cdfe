"""Waits: their sums, the longest, the time spent in queue, and a histogram from which quantiles are read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.measures.cells import Cells
from ccsim.measures.clock import is_open, spread
from ccsim.measures.kept import Kept
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray

FINE = 3600  # bins of 1 s up to an hour
COARSE = 1.01  # each further bin is 1 % wider
BINS = 1 + FINE + 1000  # the last one reaches 2.4 years


def bin_of(wait: FloatArray) -> IntArray:
    """Bin of each wait: 0 holds no wait at all, b up to 3600 holds (b - 1, b] seconds, wider ones follow."""
    fine = np.ceil(wait)
    if fine.size and fine.max() > FINE:
        beyond = FINE + np.ceil(np.log(np.maximum(wait, FINE) / FINE) / np.log(COARSE))
        fine = np.where(wait > FINE, np.maximum(beyond, FINE + 1), fine)
    return np.minimum(fine, BINS - 1).astype(np.int64)


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


def ended_wait(kept: Kept) -> tuple[BoolArray, FloatArray]:
    """Who has waited to an end (the offered but backlog and call-backs), and each one's wait, elapsed (NaN: none)."""
    wait = np.where(np.isnan(kept.answered), kept.left, kept.answered) - kept.joined
    wait = np.where(kept.was(Outcome.BALKED), 0.0, wait)
    ended = kept.offered & ~(kept.was(Outcome.BACKLOG) | kept.by_callback)
    return ended, np.where(ended, wait, np.nan)


def waits(kept: Kept, ended: BoolArray, wait: FloatArray) -> dict[str, FloatArray]:
    """Tallies by base cell: sums of waits of the answered, the abandoned and all, and who was delayed.

    Whoever accepted a call-back had to wait.
    """
    answered, abandoned = kept.was(Outcome.ANSWERED), kept.was(Outcome.ABANDONED)
    delayed = kept.offered & (kept.waited | kept.was(Outcome.BALKED) | kept.by_callback)
    return {
        "wait_answered": kept.total(answered, wait),
        "wait_abandoned": kept.total(abandoned, wait),
        "wait": kept.total(ended, wait),
        "wait_ended": kept.count(ended),
        "delayed": kept.count(delayed),
    }


def callback_wait(kept: Kept) -> dict[str, FloatArray]:
    """Tally by base cell: time from joining the queue until the called back were served."""
    return {"callback_wait": kept.total(kept.was(Outcome.CALLED_BACK), kept.answered - kept.joined)}


def longest_wait(kept: Kept, cells: Cells, ended: BoolArray, wait: FloatArray) -> dict[str, FloatArray]:
    """Tables (contact scopes, slots) of the longest wait, and of whether there is any."""
    shape = (len(kept.model.types), cells.segments, len(cells.intervals))
    base = np.full(shape, -np.inf)
    np.maximum.at(base.reshape(-1), kept.base[ended], wait[ended])
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
        starts = self.edges[:-1]
        self._interval_of = np.searchsorted(edges, starts, side="right") - 1
        self._first_cell = np.searchsorted(self._interval_of, np.arange(len(edges) - 1))
        open_now = np.array([is_open(window, starts) for window in windows]) & (starts >= model.timeline.warm_up)
        self.open_now = open_now  # (channels, cells)
        self.by_type = open_now[cells.type_channel].astype(np.float64)
        length = np.diff(self.edges)
        anywhere = open_now.any(axis=0)
        by_scope = [anywhere, *open_now[cells.type_channel], *open_now]
        if cells.segments_named:
            by_scope += [anywhere] * cells.segments
        self.table = cells.over_slots(self.by_interval(np.array(by_scope) * length))

    def by_interval(self, time: FloatArray) -> FloatArray:
        """(..., cells) to (..., intervals)."""
        return np.asarray(np.add.reduceat(time, self._first_cell, axis=-1))


def queue_time(kept: Kept, opening: OpenTime) -> FloatArray:
    """Contact-seconds spent waiting for a first answer in opening hours: (types, segments, intervals of clock time).

    Work that an agent had to put back is no longer waiting for its first answer and is not counted. Those to be called
    back keep their place and count until they are first dialled.
    """
    joined = kept.offered & ~kept.was(Outcome.BALKED)
    until = np.where(np.isnan(kept.answered), kept.left, kept.answered)
    until = np.where(np.isnan(kept.dialled), until, kept.dialled)
    until = np.where(np.isnan(until), kept.end, until)
    types, segments = len(kept.model.types), len(kept.model.segments)
    key = kept.kind[joined] * segments + kept.segment[joined]
    time = spread(kept.joined[joined], until[joined], key, types * segments, opening.edges)
    return opening.by_interval(time.reshape(types, segments, -1) * opening.by_type[:, None, :])


def histogram(kept: Kept, cells: Cells, ended: BoolArray, wait: FloatArray) -> WaitHistogram:
    """Waits by bin in every scope, over the horizon, by interval and by day of arrival."""
    slots = len(cells.slots)
    wait_bin = bin_of(wait[ended]).astype(np.uint16)
    order = np.argsort(wait_bin, kind="stable")
    rows = np.flatnonzero(ended)[order]
    bins = wait_bin[order].astype(np.int64)
    interval = kept.interval[rows]
    day = np.asarray(kept.model.timeline.interval_day)[interval]
    in_slots = _partitions((np.zeros_like(interval), 1 + interval, cells.day_slots.start + day))
    in_scopes = _partitions(cells.contact_scope_columns(kept.kind[rows], kept.segment[rows]))
    parts = []
    for scope, scope_shifts in in_scopes:
        for slot, slot_shifts in in_slots:
            key, *counted, cell, total = _ranked(scope * slots + slot, bins)
            for shift in (a * slots + b for a in scope_shifts for b in slot_shifts):
                parts.append((key + shift * BINS, *counted, cell + shift, total))
    key, count, square, product, cell, total = (np.concatenate(column) for column in zip(*parts, strict=True))
    by_key, by_cell = np.argsort(key, kind="stable"), np.argsort(cell, kind="stable")
    return WaitHistogram(key[by_key], count[by_key], square[by_key], product[by_key], cell[by_cell], total[by_cell])


def _partitions(labels: tuple[IntArray, ...]) -> list[tuple[IntArray, list[int]]]:
    """Different ways in which `labels` part the contacts; those that only number the same parts otherwise are shifts.

    With one contact type, all contacts, its own and its channel's are the same: no need to count them three times.
    """
    found: list[tuple[IntArray, list[int]]] = []
    for label in labels:
        for known, shifts in found:
            apart = label[:1] - known[:1]
            if np.array_equal(label, known + apart):
                shifts.append(int(apart.sum()))
                break
        else:
            found.append((label, [0]))
    return found


def _ranked(cell: IntArray, bins: IntArray) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray, IntArray]:
    """Columns of `WaitHistogram` for contacts that are each in one cell; `bins` ascend."""
    small = cell.astype(np.uint16) if cell.size and cell.max() < 2**16 else cell
    order = np.argsort(small, kind="stable")  # 16-bit numbers are sorted by radix, several times faster
    cell, bins = cell[order], bins[order]
    key = cell * BINS + bins
    last = np.flatnonzero(np.diff(key, append=-1))
    upto = last + 1
    count = np.diff(upto, prepend=0)
    own_cell = cell[last]
    cell_last = np.flatnonzero(np.diff(own_cell, append=-1))
    total = np.diff(upto[cell_last], prepend=0)
    entries = np.diff(cell_last + 1, prepend=0)
    before_cell = np.repeat(upto[cell_last] - total, entries)
    cumulative = upto - before_cell
    square = cumulative**2 - (cumulative - count) ** 2
    return key[last], count, square, count * np.repeat(total, entries), own_cell[cell_last], total
